/** Into how many partitions a worker's work is split; set once, for journals are named by them. */
export const partitionCount = 16;
