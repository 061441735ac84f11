import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const APPLICATION = {
  kind: 'business',
  displayName: 'Otter Audio',
  country: 'DE',
  currency: 'EUR',
  about: 'Amplifiers.',
};

async function applied(person: Person, fields: object = {}): Promise<string> {
  const answer = await app.http
    .post('/v1/sellers')
    .set(bearer(person.token))
    .send({ ...APPLICATION, ...fields });
  expect(answer.status).toBe(201);
  return (answer.body as { sellerId: string }).sellerId;
}

const submit = (person: Person, sellerId: string, fields: object = {}) =>
  app.http
    .post(`/v1/sellers/${sellerId}/verification`)
    .set(bearer(person.token))
    .send({ legalName: 'Otter Audio GmbH', taxId: 'DE123456789', ...fields });

const account = (person: { token: string }, sellerId: string) =>
  app.http.get(`/v1/sellers/${sellerId}/account`).set(bearer(person.token));

const history = (displayName: string) =>
  app.sql<{ move: string; by: string }>(
    `select h.from_state || ' > ' || h.to_state as move, h.actor_type as by from lifecycle_history h
       join sellers s on s.id::text = h.subject_id::text where s.display_name = $1 order by h.at, h.id`,
    [displayName],
  );

describe('an application', () => {
  it('makes its author the owner of a seller in onboarding', async () => {
    const ada = await buyer(app);

    const answer = await app.http.post('/v1/sellers').set(bearer(ada.token)).send(APPLICATION);

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      ...APPLICATION,
      state: 'onboarding',
      tier: 'T0',
      verification: null,
      allowedActions: [
        { action: 'submit', allowed: true },
        { action: 'close', allowed: false, reason: 'state_is_onboarding' },
      ],
    });
    const { sellerId } = answer.body as { sellerId: string };
    expect((await app.http.get('/v1/me').set(bearer(ada.token))).body).toMatchObject({
      memberships: [{ sellerId, role: 'owner' }],
    });
    expect((await app.http.get('/v1/me/sellers').set(bearer(ada.token))).body).toMatchObject({ data: [{ sellerId }] });
  });

  it('is refused to who acts for ten sellers, also when several come at the same moment', async () => {
    const ada = await buyer(app);
    for (let made = 0; made < 8; made += 1) await applied(ada);
    const before = await app.sql<{ sellers: number }>('select count(*)::int as sellers from sellers');

    const answers = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(() => app.http.post('/v1/sellers').set(bearer(ada.token)).send(APPLICATION)),
    );

    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(({ status, body }) => [status, (body as { code: string }).code])).toEqual(
      Array(4).fill([409, 'too_many_sellers']),
    );
    const { memberships } = (await app.http.get('/v1/me').set(bearer(ada.token))).body as { memberships: object[] };
    expect(memberships).toHaveLength(10);
    const after = await app.sql<{ sellers: number }>('select count(*)::int as sellers from sellers');
    expect(after[0]!.sellers - before[0]!.sellers).toBe(2);
  });

  it('is made once under one idempotency key', async () => {
    const ada = await buyer(app);
    const send = () =>
      app.http.post('/v1/sellers').set(bearer(ada.token)).set('Idempotency-Key', 'apply').send(APPLICATION);

    const [first, second] = [await send(), await send()];

    expect(second.body).toEqual(first.body);
    const mine = await app.http.get('/v1/me/sellers').set(bearer(ada.token));
    expect((mine.body as { data: unknown[] }).data).toHaveLength(1);
  });

  it.each([
    ['an unknown kind', { kind: 'charity' }],
    ['a currency that is not traded', { currency: 'XAU' }],
    ['a name of blanks', { displayName: '   ' }],
    ['a tier of one’s own choice', { tier: 'T2' }],
  ])('is refused with %s', async (_what, fields) => {
    const ada = await buyer(app);

    const answer = await app.http
      .post('/v1/sellers')
      .set(bearer(ada.token))
      .send({ ...APPLICATION, ...fields });

    expect(answer.status).toBe(422);
    expect((await app.http.get('/v1/me/sellers').set(bearer(ada.token))).body).toMatchObject({ data: [] });
  });
});

describe('verification', () => {
  it('ends in an active seller with a public profile', async () => {
    const ada = await buyer(app);
    const sellerId = await applied(ada, { displayName: 'Verified Ltd' });
    expect((await app.http.get(`/v1/sellers/${sellerId}`)).status).toBe(404);

    const submitted = await submit(ada, sellerId);
    await app.drain();

    expect(submitted.status).toBe(202);
    expect(submitted.body).toMatchObject({ state: 'in_review', verification: { state: 'pending' } });
    expect((await account(ada, sellerId)).body).toMatchObject({ state: 'active', verification: { state: 'verified' } });
    expect((await app.http.get(`/v1/sellers/${sellerId}`)).body).toEqual({
      sellerId,
      kind: 'business',
      displayName: 'Verified Ltd',
      about: 'Amplifiers.',
      country: 'DE',
      createdAt: expect.any(String),
    });
    expect(await history('Verified Ltd')).toEqual([
      { move: 'applied > onboarding', by: 'system' },
      { move: 'onboarding > in_review', by: 'user' },
      { move: 'in_review > active', by: 'provider' },
    ]);
  });

  it('asks for more documents and accepts them', async () => {
    const ada = await buyer(app);
    const sellerId = await applied(ada);

    await submit(ada, sellerId, { legalName: 'Sandbox Documents' });
    await app.drain();
    const asked = await account(ada, sellerId);
    await submit(ada, sellerId, {
      legalName: 'Sandbox Documents',
      documents: [{ kind: 'registration', reference: 'upload_1' }],
    });
    await app.drain();

    expect(asked.body).toMatchObject({
      state: 'onboarding',
      verification: { state: 'more_documents', missing: ['registration'] },
      allowedActions: [
        { action: 'submit', allowed: true },
        { action: 'close', allowed: false, reason: 'state_is_onboarding' },
      ],
    });
    expect((await account(ada, sellerId)).body).toMatchObject({ state: 'active' });
  });

  it('rejects by the tax id, after which nothing can be submitted', async () => {
    const ada = await buyer(app);
    const sellerId = await applied(ada, { kind: 'private' });

    await submit(ada, sellerId, { taxId: '000000001' });
    await app.drain();

    expect((await account(ada, sellerId)).body).toMatchObject({
      state: 'rejected',
      verification: { state: 'rejected', reason: 'The name does not belong to the tax id.' },
      allowedActions: ['submit', 'close'].map((action) => ({ action, allowed: false, reason: 'state_is_rejected' })),
    });
    const again = await submit(ada, sellerId);
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({ code: 'illegal_transition' });
    expect((await app.http.get(`/v1/sellers/${sellerId}`)).status).toBe(404);
  });

  it('waits for an operator when the provider cannot tell, who decides once', async () => {
    const [ada, admin] = [await buyer(app), await staff(app, 'admin')];
    const sellerId = await applied(ada);
    await submit(ada, sellerId, { legalName: 'Sandbox Review' });
    await app.drain();
    expect((await account(ada, sellerId)).body).toMatchObject({
      state: 'in_review',
      verification: { state: 'needs_operator' },
    });
    const decide = (outcome: string) =>
      app.http
        .post(`/v1/sellers/${sellerId}/verification-decision`)
        .set(bearer(admin.token))
        .send({ outcome, reason: 'Seen the passport.' });

    const answers = await Promise.all([decide('verified'), decide('verified')]);

    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect((await account(ada, sellerId)).body).toMatchObject({
      state: 'active',
      verification: { state: 'verified', reason: 'Seen the passport.' },
    });
  });

  it('accepts one of many submissions at once', async () => {
    const ada = await buyer(app);
    const sellerId = await applied(ada, { displayName: 'Hasty' });

    const answers = await Promise.all(Array.from({ length: 5 }, () => submit(ada, sellerId)));

    expect(answers.map((answer) => answer.status).sort()).toEqual([202, 409, 409, 409, 409]);
    await app.drain();
    expect((await account(ada, sellerId)).body).toMatchObject({ state: 'active' });
  });

  it('keeps names and numbers out of the tables and answers', async () => {
    const ada = await buyer(app, { email: 'canary-address@example.com' });
    const sellerId = await applied(ada);
    await submit(ada, sellerId, { legalName: 'Canary Legal Name', taxId: 'CANARY987654' });
    await app.drain();
    await app.http
      .put(`/v1/sellers/${sellerId}/payout-account`)
      .set(bearer(ada.token))
      .set('If-Match', '"v0"')
      .set('Idempotency-Key', 'canary')
      .send({ holder: 'Canary Account Holder', accountNumber: 'DE00 CANA RYAC COUN T123', country: 'DE' });

    const canaries = /canary-address|Canary Legal|CANARY987654|Canary Account|CANARYACCOUNT/i;
    const tables = await app.sql<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const leaks: string[] = [];
    for (const { name } of tables) {
      const rows = await app.sql<{ row: string }>(`select t::text as row from ${name} t`);
      if (rows.some(({ row }) => canaries.test(row))) leaks.push(name);
    }

    expect(tables.length).toBeGreaterThan(10);
    expect(leaks).toEqual([]);
    expect((await account(ada, sellerId)).text).not.toMatch(canaries);
  });

  it('does not open a name that was moved to another seller’s row', async () => {
    const [ada, eve] = [await buyer(app), await buyer(app)];
    const [mine, theirs] = [await applied(ada, { displayName: 'Mine' }), await applied(eve, { displayName: 'Theirs' })];
    await submit(ada, mine);
    await app.drain();
    await app.sql(
      `update sellers t set legal_name_sealed = m.legal_name_sealed, tax_id_sealed = m.tax_id_sealed
         from sellers m where m.display_name = 'Mine' and t.display_name = 'Theirs'`,
    );
    const { SellersRepository } = await import('../../../src/modules/sellers/sellers.repository.js');
    const [row] = await app.sql<{ id: string }>(`select id from sellers where display_name = 'Theirs'`);

    await expect(app.get(SellersRepository).legalIdentity(row!.id)).rejects.toThrow();
    expect(theirs).toMatch(/^sel_/);
  });
});
