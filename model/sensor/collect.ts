/** What a join keeps of the events of one dependency and one key: the last, the first, or a list of all. */
export type Collect = 'latest' | 'first' | 'all';
