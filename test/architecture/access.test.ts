import { randomUUID } from 'node:crypto';
import { toWire } from '../../src/kernel/index.js';
import { servedOperations, type ServedOperation } from '../support/contract.operations.js';
import { bearer, startApp, type TestApp } from '../support/index.js';
import { digestsAtRest } from '../support/table-digests.js';
import { bodiesFor } from './access-bodies.js';
import { ACCESS_TABLE, callersOf, markOf, type Principal } from './access-table.js';
import { accessWorld, type AccessWorld, type Things } from './access-world.js';

const REFUSALS: Readonly<Record<string, number>> = { '-': 401, x: 403, '0': 404 };
/** What a request without its body and headers may get from an operation that lets its caller in. */
const LET_IN = [200, 201, 202, 204, 400, 409, 412, 422, 428];
const WIRE_ID = /^([a-z]{3})_/;
const QUERIES: Readonly<Record<string, string>> = {
  taxFilings_periods: '?period=2026-01',
  publicListings_search: '?q=kettle',
  financeLedger_balance: '?at=2026-01-01T00:00:00Z',
  financeStatements_control: '?period=2026-01',
  reconciliation_take: '?format=bank_csv',
  instantPayouts_get: '?currency=USD',
};
/** They take away what the others need. */
const LAST = ['invitations_accept', 'sessions_end'];

const rows = Object.entries(ACCESS_TABLE);

describe('access to the operations', () => {
  let app: TestApp;
  let world: AccessWorld;
  let operations: Map<string, ServedOperation>;
  let before: Readonly<Record<string, string>>;

  beforeAll(async () => {
    app = await startApp();
    world = await accessWorld(app);
    operations = await servedOperations(app);
    before = await digestsAtRest(app);
  });

  afterAll(() => app.stop());

  const operationOf = (id: string): ServedOperation => {
    const operation = operations.get(id);
    if (!operation) throw new Error(`The table has a row for ${id}, which is no operation`);
    return operation;
  };

  const thingsFor = (id: string): Things => {
    const { otherInvitationId = '', ...things } = world.things;
    return id === 'invitations_withdraw' ? { ...things, invitationId: otherInvitationId } : things;
  };

  function send(operation: ServedOperation, token: string | undefined, things: Things, headers: object, body?: object) {
    const path = operation.path.replace(/\{(\w+)\}/g, (_all, name: string) => {
      if (!things[name]) throw new Error(`The world has nothing for ${name} of ${operation.id}`);
      return things[name];
    });
    const request = app.http[operation.method](`${path}${QUERIES[operation.id] ?? ''}`).set({
      ...headers,
      ...(token ? bearer(token) : {}),
    });
    return body ? request.send(body) : request;
  }

  /** Everything is right about the request but who sends it, or what it names. */
  async function whole(
    operation: ServedOperation,
    principal: Principal,
    things: Things,
    { tokens } = world,
  ): Promise<number> {
    const takes = (name: string): boolean => operation.parameters.some((parameter) => parameter.name === name);
    const headers = {
      ...(takes('Idempotency-Key') ? { 'Idempotency-Key': randomUUID() } : {}),
      ...(takes('If-Match') ? { 'If-Match': '"v1"' } : {}),
    };
    const body = operation.hasBody ? (bodiesFor(world.things)[operation.id] ?? {}) : undefined;
    return (await send(operation, tokens[principal], things, headers, body)).status;
  }

  it('is written down for every operation, ten principals each', () => {
    const documented = [...operations.keys()].sort();

    expect(rows.map(([id]) => id).sort()).toEqual(documented);
    expect(rows.filter(([, row]) => !/^[-+x0]{10}$/.test(row.replaceAll(' ', '')))).toEqual([]);
  });

  it.each(rows)('%s is refused to whom it is not for', async (id, row) => {
    const principals = callersOf(row, (mark) => mark !== '+');
    const expected = Object.fromEntries(principals.map((each) => [each, REFUSALS[markOf(row, each)]]));
    const operation = operationOf(id);

    const answers: Record<string, number> = {};
    for (const principal of principals) answers[principal] = await whole(operation, principal, thingsFor(id));

    expect(answers).toEqual(expected);
  });

  const keyRows = rows.filter(([, row]) => markOf(row, 'API key') === '+' && markOf(row, 'anonymous') === '-');

  it.each(keyRows)('%s is refused to an API key without its scope', async (id) => {
    const operation = operationOf(id);
    const { narrowKeys, tokens } = world;
    const key = narrowKeys[operation.scope === 'orders:read' ? 'reviews:write' : 'orders:read'];
    const asKey = { ...world, tokens: { ...tokens, 'API key': key } };

    const status = await whole(operation, 'API key', thingsFor(id), asKey);

    expect([operation.scope, status]).toEqual([expect.stringMatching(/^[a-z]+:(read|write)$/), 403]);
  });

  it.each(rows)('%s knows no things that do not exist', async (id, row) => {
    const [principal = 'anonymous'] = callersOf(row, (mark) => mark === '+');
    const operation = operationOf(id);
    const things = thingsFor(id);
    const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const wireNames = names.filter((name) => WIRE_ID.test(things[name] ?? ''));

    const answers: Record<string, number[]> = {};
    for (const name of wireNames) {
      const [, prefix = ''] = WIRE_ID.exec(things[name] ?? '') ?? [];
      const strange = toWire(prefix as 'ord', randomUUID());
      const mistaken = (things[name] ?? '').replace(WIRE_ID, 'zzz_');
      answers[name] = [
        await whole(operation, principal, { ...things, [name]: strange }),
        await whole(operation, principal, { ...things, [name]: mistaken }),
      ];
    }

    expect(answers).toEqual(Object.fromEntries(wireNames.map((name) => [name, [404, 404]])));
  });

  it('changes nothing when it is refused', async () => {
    const after = await digestsAtRest(app);

    expect(after).toEqual(before);
  });

  const openRows = [...rows].sort(([a], [b]) => LAST.indexOf(a) - LAST.indexOf(b));

  it.each(openRows)('%s lets in whom it is for', async (id, row) => {
    const principals = callersOf(row, (mark) => mark === '+');
    const operation = operationOf(id);

    const answers: [Principal, number][] = [];
    for (const principal of principals) {
      const { status } = await send(
        operation,
        world.tokens[principal],
        thingsFor(id),
        {},
        operation.hasBody ? {} : undefined,
      );
      answers.push([principal, status]);
    }

    const expected = operation.method === 'get' ? [200] : LET_IN;
    const isTaken = (i: number): boolean =>
      operation.method !== 'get' && answers.slice(0, i).some(([, status]) => status < 300);
    const refused = answers.filter(([, status], i) => !expected.includes(status) && !(status === 404 && isTaken(i)));
    expect(refused).toEqual([]);
  });
});
