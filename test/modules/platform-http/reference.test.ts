import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineLifecycle } from '../../../src/kernel/index.js';
import { startProbe, type ProbeApp } from './probe-app.js';

defineLifecycle({
  name: 'probe',
  table: 'probe_runs',
  states: ['new', 'done'],
  initial: 'new',
  final: ['done'],
  transitions: [{ action: 'finish', from: ['new'], to: 'done', by: ['timer'], timer: 'after a day', guard: 'is paid' }],
});

describe('reference documents', () => {
  let app: ProbeApp;

  beforeAll(async () => {
    app = await startProbe();
  });

  afterAll(() => app.stop());

  it('publish each lifecycle with its diagram', async () => {
    const answer = await app.http.get('/v1/lifecycles');

    expect(answer.status).toBe(200);
    expect(answer.body.data).toContainEqual({
      name: 'probe',
      states: ['new', 'done'],
      initial: 'new',
      final: ['done'],
      transitions: [
        { action: 'finish', from: ['new'], to: 'done', by: ['timer'], timer: 'after a day', guard: 'is paid' },
      ],
      diagram: 'stateDiagram-v2\n  [*] --> new\n  new --> done: finish (timer)\n  done --> [*]',
    });
  });
});

describe('names in the contract', () => {
  it('belong to one request or view each', async () => {
    const files = await readdir('src', { recursive: true });
    const texts = await Promise.all(
      files.filter((file) => file.endsWith('.dto.ts')).map((file) => readFile(join('src', file), 'utf8')),
    );

    const names = texts.flatMap((text) => [...text.matchAll(/^(?:export )?class (\w+)/gm)].map(([, name]) => name));

    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });
});
