export { agreeCases } from './agree-cases';
export { buildSoftware } from './build-software';
export { holdElection } from './hold-election';
export { mendPackage } from './mend-package';
export { runChain } from './run-chain';
export { solveTask } from './solve-task';
