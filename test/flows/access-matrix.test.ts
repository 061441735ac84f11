import fc from 'fast-check';
import { bearer, startApp, type TestApp } from '../support/index.js';
import { Requests } from '../support/fuzz/arbitraries.js';
import { Contract, type Operation } from '../support/fuzz/contract.js';
import { buyer, staff } from '../support/world.identity.js';
import { activeSeller } from '../support/world.sellers.js';
import { ACCESS_MATRIX } from './access-matrix.js';

const STAFF = ['moderator', 'risk', 'finance'] as const;
/** Signs the caller out, for everything after it. */
const LAST = ['sessions_end'];

interface Principal {
  readonly name: string;
  readonly token?: string;
  readonly isKey?: boolean;
  /** Roles that it holds beside `anyone`. */
  readonly roles: readonly string[];
}

/** What the guards answer; `in` when they let the request through to the operation itself. */
function expected({ roles, token, isKey }: Principal, row: string): 401 | 403 | 'in' {
  const [names = '', scope] = row.split(' @');
  const open = names.split(' ');
  if (open.includes('anyone')) return 'in';
  if (token === undefined) return 401;
  const isHeld = open.some((role) => roles.includes(role)) && !(isKey && scope === undefined);
  return isHeld ? 'in' : 403;
}

const contract = await Contract.read();

describe('access to every operation', () => {
  let app: TestApp;
  let principals: Principal[];

  beforeAll(async () => {
    app = await startApp();
    const seller = await activeSeller(app);
    const people = await Promise.all(STAFF.map((role) => staff(app, role)));
    const admin = await staff(app, 'admin');
    principals = [
      { name: 'anonymous', roles: [] },
      { name: 'buyer', token: (await buyer(app)).token, roles: ['buyer'] },
      { name: 'owner', token: seller.token, roles: ['buyer', 'seller'] },
      { name: 'key', token: seller.apiKey, isKey: true, roles: ['seller'] },
      ...STAFF.map((role, i) => ({ name: role, token: people[i]?.token, roles: ['buyer', role] })),
      { name: 'admin', token: admin.token, roles: ['buyer', 'admin', ...STAFF] },
    ];
  });

  afterAll(() => app.stop());

  async function answerTo(operation: Operation, { token }: Principal): Promise<401 | 403 | 'in'> {
    const [draft] = fc.sample(new Requests(contract, new Map()).of(operation), { numRuns: 1, seed: 7 });
    const request = app.http[operation.method](draft?.path ?? '').set(token === undefined ? {} : bearer(token));
    const { status, body } = await request.type('json').send('[]');
    const { code } = body as { code?: string };
    if (status === 401 && code === 'unauthenticated') return 401;
    return status === 403 && code === 'forbidden' ? 403 : 'in';
  }

  it('is written in the table, no more and no less', () => {
    const operations = contract.operations().map(({ id }) => id);

    expect(Object.keys(ACCESS_MATRIX).sort()).toEqual([...operations].sort());
  });

  it('is the same in the running service as in the contract', async () => {
    const { body } = await app.http.get('/openapi.json');

    const served = Object.values((body as { paths: Record<string, object> }).paths).flatMap((methods) =>
      Object.values(methods as Record<string, { operationId: string }>).map(({ operationId }) => operationId),
    );
    expect(served.sort()).toEqual(Object.keys(ACCESS_MATRIX).sort());
  });

  it.each(Object.entries(ACCESS_MATRIX).sort(([a], [b]) => Number(LAST.includes(a)) - Number(LAST.includes(b))))(
    'to %s is for %s',
    async (id, row) => {
      const operation = contract.operations().find((each) => each.id === id);
      if (!operation) throw new Error(`${id} is not in the contract`);

      const answers: [string, string | number][] = [];
      for (const principal of principals) answers.push([principal.name, await answerTo(operation, principal)]);

      expect(answers).toEqual(principals.map((principal) => [principal.name, expected(principal, row)]));
    },
  );
});
