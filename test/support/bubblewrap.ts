/**
 * A suite that runs code under bubblewrap. Where it is not installed, its tests fail and say how to install it; elsewhere than
 * on Linux there is none to install, and they are skipped.
 */
export const describeUnderBubblewrap: jest.Describe =
  process.platform === 'linux' ? describe : describe.skip;
