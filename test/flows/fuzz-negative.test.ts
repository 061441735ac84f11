import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { ACCESS_TABLE, callersOf, type Principal } from '../architecture/access-table.js';
import { accessWorld, type AccessWorld } from '../architecture/access-world.js';
import { Negatives, type Negative } from '../support/contract.negatives.js';
import { Contract, type Operation } from '../support/fuzz/contract.js';
import { bearer, startApp, type TestApp } from '../support/index.js';
import { digestsAtRest } from '../support/table-digests.js';

const RUNS = Number(process.env.FUZZ_RUNS ?? 20);
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_122);

const contract = await Contract.read();
const negatives = new Negatives(contract);
const cases = contract.operations().flatMap((operation) => {
  const faulty = negatives.of(operation);
  const callers = callersOf(ACCESS_TABLE[operation.id] ?? '', (mark) => mark === '+');
  return faulty && callers.length > 0 ? [[operation.id, operation, faulty, callers] as const] : [];
});

describe(`requests with one fault (FUZZ_SEED=${SEED}, FUZZ_RUNS=${RUNS})`, () => {
  let app: TestApp;
  let world: AccessWorld;
  let codes: Set<string>;
  let before: Readonly<Record<string, string>>;

  beforeAll(async () => {
    app = await startApp();
    world = await accessWorld(app);
    const { body } = await app.http.get('/problems').set('Accept', 'application/json');
    codes = new Set((body as { data: { code: string }[] }).data.map(({ code }) => code));
    before = await digestsAtRest(app);
  });

  afterAll(() => app.stop());

  function send(operation: Operation, principal: Principal, { path, query, headers, text }: Negative) {
    const filled = operation.path.replace(/\{(\w+)\}/g, (_all, name: string) =>
      path?.name === name ? path.value : (world.things[name] ?? ''),
    );
    const takes = (name: string): boolean => operation.parameters.some((parameter) => parameter.name === name);
    const token = world.tokens[principal];
    const request = app.http[operation.method](query ? `${filled}?${query}` : filled).set({
      ...(takes('Idempotency-Key') ? { 'Idempotency-Key': randomUUID() } : {}),
      ...(takes('If-Match') ? { 'If-Match': '"v1"' } : {}),
      ...headers,
      ...(token ? bearer(token) : {}),
    });
    return text === undefined ? request : request.type('application/json').send(text);
  }

  async function faultsOf(operation: Operation, principal: Principal, negative: Negative): Promise<string[]> {
    const { status, type, body, text } = await send(operation, principal, negative);
    const problem = body as { code?: string; status?: number; title?: string; type?: string; requestId?: string };
    const isWhole = [problem.title, problem.type, problem.requestId].every((each) => typeof each === 'string' && each);
    const checks: [boolean, string][] = [
      [status >= 400 && status < 500, 'is taken or breaks the service'],
      [operation.responses[String(status)] !== undefined, 'is answered with a status that is not in the contract'],
      [type === 'application/problem+json' && isWhole && problem.status === status, 'gets no problem document'],
      [codes.has(problem.code ?? ''), 'gets a code that has no page'],
    ];
    const answer = `${negative.fault} → ${status} ${text.slice(0, 200)}`;
    return checks.filter(([isRight]) => !isRight).map(([, what]) => `${answer} ${what}`);
  }

  it.each(cases)('to %s are refused as the contract says', async (_id, operation, faulty, callers) => {
    await fc.assert(
      fc.asyncProperty(faulty, fc.constantFrom(...callers), async (negative, principal) => {
        expect(await faultsOf(operation, principal, negative)).toEqual([]);
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
  });

  it('change nothing', async () => {
    const after = await digestsAtRest(app);

    expect(after).toEqual(before);
  });
});
