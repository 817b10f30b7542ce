export { agreeCases } from './election/agree-cases';
export { buildSoftware } from './run/build-software';
export { holdElection } from './election/hold-election';
export { mendPackage } from './task/mend-package';
export { runChain } from './chain/run-chain';
export { solveTask } from './task/solve-task';
