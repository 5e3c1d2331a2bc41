export { streamNames } from '../../../model/event-bus/jetstream-streams.ts';
