import { clearTimeout, setTimeout } from 'node:timers';
import { addEventHandler, getState } from 'jest-circus';

/** A test or hook without a limit of its own fails after this time instead of holding up the run; races take longer. */
const LIMIT_MS = 60_000 + Number(process.env.SOUK_RACE_ROUNDS ?? 0) * 2_000;

function limited(work, limitMs) {
  return async () => {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`It took longer than ${limitMs} ms`)), limitMs);
    });
    try {
      return await Promise.race([work(), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}

// The runner leaves time limits to others: each test and hook gets its own as soon as it is defined.
addEventHandler((event) => {
  const { currentDescribeBlock: block } = getState();
  const made = { add_test: block.children.at(-1), add_hook: block.hooks.at(-1) }[event.name];
  if (made?.fn) made.fn = limited(made.fn, made.timeout ?? LIMIT_MS);
});
