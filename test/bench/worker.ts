import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Started } from '../support/process.js';

const END = 'end';

type Answer<A> = { readonly answer: A } | { readonly refusal: string };

/** A process of its own, in TypeScript, that does one thing after the other when it is asked. */
export class Worker {
  private constructor(private readonly process: Started) {}

  /** Starts a file of this folder that ends with `answer`. */
  static start(file: string, env: Readonly<Record<string, string>>): Worker {
    const { PATH = '', HOME = '/' } = process.env;
    const child = spawn(process.execPath, ['--import', './scripts/typescript.js', `test/bench/${file}`], {
      env: { PATH, HOME, LOG_LEVEL: 'error', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    return new Worker(new Started(child));
  }

  /** @throws Error when the work fails or the process ends. */
  async ask<A>(asked: object): Promise<A> {
    const { child, ended } = this.process;
    child.send(asked);
    const message = once(child, 'message').then(([said]) => said as Answer<A>);
    const end = ended.then(({ err }): Answer<A> => ({ refusal: err }));
    const said = await Promise.race([message, end]);
    if ('refusal' in said) throw new Error(`A worker of the bench failed: ${said.refusal}`);
    return said.answer;
  }

  async stop(): Promise<void> {
    if (this.process.child.connected) this.process.child.send(END);
    await this.process.ended;
  }
}

/** In the worker: does what it is asked until its parent lets go, then cleans up. */
export function answer(work: (asked: never) => Promise<object>, close: () => Promise<unknown>): void {
  process.on('message', (asked) => {
    if (asked === END) return void close().then(() => process.disconnect());
    work(asked as never).then(
      (done) => process.send?.({ answer: done }),
      (error: unknown) => process.send?.({ refusal: error instanceof Error ? error.stack : String(error) }),
    );
  });
}
