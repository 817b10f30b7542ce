export { buildSoftware } from './build-software';
export { holdElection } from './hold-election';
export { solveTask } from './solve-task';
