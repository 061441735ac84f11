import LightRunner from 'jest-light-runner/child-process';

/**
 * Processes of the runner ask for their settings over one channel, where the first question uses up the answers of all: a
 * process that asks later would wait for ever, and the run with it. Here each test file has a channel of its own.
 */
export default class Runner extends LightRunner {
  _runTest(test) {
    const { _runtime: runtime, _globalConfig: globalConfig, _testRunners: runners } = this;
    const projectConfig = test.context.config;
    const known = runners.get(projectConfig);
    if (runtime !== 'child_process' || known === undefined) return super._runTest(test);
    return known.pool.run(test.path, { channel: channelWith({ globalConfig, projectConfig, runtime }) });
  }
}

function channelWith(workerData) {
  let tell;
  return {
    onMessage(listener) {
      tell = listener;
    },
    postMessage(message) {
      if (message === 'jest-light-runner-get-worker-data') tell({ type: 'jest-light-runner-worker-data', workerData });
    },
  };
}
