import type { Outcome } from '../contract.ts';
import type { Call, Operation } from './call.ts';
import { changeOnce } from './change-once.ts';
import { resubmitOnce, submitOnce } from './create-once.ts';
import { resume } from './resume.ts';
import { retry } from './retry.ts';
import { stop, terminate } from './shut-down.ts';
import { suspend } from './suspend.ts';

/** Each rejects with what the API or the template's check says. */
export const operations: { readonly [O in Operation]: (call: Call<O>) => Promise<Outcome> } = {
  submit: submitOnce,
  resubmit: resubmitOnce,
  suspend: (call) => changeOnce(call, suspend),
  resume: (call) => changeOnce(call, resume),
  retry: (call) => changeOnce(call, retry),
  stop: (call) => changeOnce(call, stop),
  terminate: (call) => changeOnce(call, terminate),
};
