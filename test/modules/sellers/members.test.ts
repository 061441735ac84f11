import { fromWire } from '../../../src/kernel/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer, freshEmail, type Person } from '../../support/world.identity.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

type Token = Pick<Person, 'token'>;
type Role = 'owner' | 'manager' | 'staff';

const invite = (by: Token, sellerId: string, email: string, role: Role) =>
  app.http.post(`/v1/sellers/${sellerId}/invitations`).set(bearer(by.token)).send({ email, role });

interface Invited {
  readonly invitationId: string;
  readonly acceptanceCode: string;
}

const accept = (person: Token, { invitationId, acceptanceCode }: Invited) =>
  app.http.post(`/v1/me/invitations/${invitationId}/acceptance`).set(bearer(person.token)).send({ acceptanceCode });

const change = (by: Token, sellerId: string, userId: string, role: Role) =>
  app.http.patch(`/v1/sellers/${sellerId}/members/${userId}`).set(bearer(by.token)).send({ role });

const remove = (by: Token, sellerId: string, userId: string) =>
  app.http.delete(`/v1/sellers/${sellerId}/members/${userId}`).set(bearer(by.token));

async function rolesOf(seller: ActiveSeller, by: Token = seller): Promise<Record<string, Role>> {
  const answer = await app.http.get(`/v1/sellers/${seller.sellerId}/members`).set(bearer(by.token));
  expect(answer.status).toBe(200);
  const { data } = answer.body as { data: { userId: string; role: Role }[] };
  return Object.fromEntries(data.map(({ userId, role }) => [userId, role]));
}

async function member(seller: ActiveSeller, role: Role): Promise<Person> {
  const email = freshEmail();
  const person = await buyer(app, { email });
  const invited = await invite(seller, seller.sellerId, email, role);
  const accepted = await accept(person, invited.body as Invited);
  expect([invited.status, accepted.status]).toEqual([201, 200]);
  return person;
}

describe('an invitation', () => {
  it('lets the invited person act for the seller once they accept', async () => {
    const seller = await activeSeller(app);
    const email = freshEmail();
    const grace = await buyer(app, { email, displayName: 'Grace' });
    const account = () => app.http.get(`/v1/sellers/${seller.sellerId}/account`).set(bearer(grace.token));

    const invited = await invite(seller, seller.sellerId, email.toUpperCase(), 'manager');
    const before = await account();
    const mine = await app.http.get('/v1/me/invitations').set(bearer(grace.token));
    const [open] = (mine.body as { data: { invitationId: string; role: Role }[] }).data;
    const accepted = await accept(grace, invited.body as Invited);

    expect(before.status).toBe(403);
    expect({ ...open, acceptanceCode: expect.any(String) as string }).toEqual(invited.body);
    expect(open).not.toHaveProperty('acceptanceCode');
    expect(open).toMatchObject({ sellerId: seller.sellerId, role: 'manager' });
    expect(accepted.body).toMatchObject({ userId: grace.userId, displayName: 'Grace', role: 'manager' });
    expect((await account()).status).toBe(200);
    expect(await rolesOf(seller)).toEqual({ [seller.userId]: 'owner', [grace.userId]: 'manager' });
  });

  it('reads the same whether the address has an account or not', async () => {
    const seller = await activeSeller(app);
    const known = freshEmail();
    await buyer(app, { email: known });

    const answers = [
      await invite(seller, seller.sellerId, known, 'staff'),
      await invite(seller, seller.sellerId, freshEmail(), 'staff'),
    ];

    expect(answers.map((answer) => answer.status)).toEqual([201, 201]);
    const [first, second] = answers.map((answer) => Object.keys(answer.body as object));
    expect(first).toEqual(second);
  });

  it('is accepted by nobody else, not twice, and not after 14 days', async () => {
    const seller = await activeSeller(app);
    const [email, late] = [freshEmail(), freshEmail()];
    const [grace, eve, linus] = [await buyer(app, { email }), await buyer(app), await buyer(app, { email: late })];
    const invited = (await invite(seller, seller.sellerId, email, 'staff')).body as Invited;

    const stolen = await accept(eve, invited);
    const taken = await accept(grace, invited);
    const again = await accept(grace, invited);
    const expiring = (await invite(seller, seller.sellerId, late, 'staff')).body as Invited;
    await app.advance('P14D');
    const tooLate = await accept(linus, expiring);

    expect([stolen.status, taken.status, again.status, tooLate.status]).toEqual([404, 200, 404, 404]);
    expect(await rolesOf(seller)).toEqual({ [seller.userId]: 'owner', [grace.userId]: 'staff' });
  });

  it('is not accepted by a stranger who takes the invited address, as they have no code', async () => {
    const seller = await activeSeller(app);
    const email = freshEmail();
    const invited = (await invite(seller, seller.sellerId, email, 'owner')).body as Invited;
    const other = (await invite(seller, seller.sellerId, freshEmail(), 'owner')).body as Invited;
    const eve = await buyer(app, { email });
    const { invitationId } = invited;
    const before = await app.sql('select * from seller_invitations order by id');

    const mine = await app.http.get('/v1/me/invitations').set(bearer(eve.token));
    const guessed = await accept(eve, { invitationId, acceptanceCode: 'a'.repeat(43) });
    const borrowed = await accept(eve, { invitationId, acceptanceCode: other.acceptanceCode });
    const strange = await accept(eve, { invitationId: other.invitationId, acceptanceCode: invited.acceptanceCode });
    const without = await app.http
      .post(`/v1/me/invitations/${invitationId}/acceptance`)
      .set(bearer(eve.token))
      .send({});

    expect(invited.acceptanceCode).toMatch(/^[\w-]{43}$/);
    expect((mine.body as { data: object[] }).data.map((each) => 'acceptanceCode' in each)).toEqual([false]);
    expect([guessed.status, borrowed.status, strange.status, without.status]).toEqual([404, 404, 404, 422]);
    expect(guessed.body).toMatchObject({ code: (strange.body as { code: string }).code });
    expect(await app.sql('select * from seller_invitations order by id')).toEqual(before);
    expect(await rolesOf(seller)).toEqual({ [seller.userId]: 'owner' });
    expect((await accept(eve, invited)).status).toBe(200);
  });

  it('from before there were codes is accepted by nobody', async () => {
    const seller = await activeSeller(app);
    const email = freshEmail();
    const grace = await buyer(app, { email });
    const invited = (await invite(seller, seller.sellerId, email, 'manager')).body as Invited;
    await app.sql('update seller_invitations set acceptance_hash = null where seller_id = $1', [
      fromWire('sel', seller.sellerId),
    ]);

    const answer = await accept(grace, invited);

    expect(answer.status).toBe(404);
    expect(await rolesOf(seller)).toEqual({ [seller.userId]: 'owner' });
  });

  it('leaves no code in the tables nor in later lists', async () => {
    const seller = await activeSeller(app);
    const invited = (await invite(seller, seller.sellerId, freshEmail(), 'staff')).body as Invited;

    const open = await app.http.get(`/v1/sellers/${seller.sellerId}/invitations`).set(bearer(seller.token));
    const [row] = await app.sql<{ dump: string }>(`select string_agg(i::text, ' ') as dump from seller_invitations i`);

    expect(open.text).toContain(invited.invitationId);
    expect(open.text).not.toContain(invited.acceptanceCode);
    expect(row?.dump).not.toContain(invited.acceptanceCode);
    expect(row?.dump).not.toContain(Buffer.from(invited.acceptanceCode).toString('hex'));
  });

  it('is open once per address and can be withdrawn', async () => {
    const seller = await activeSeller(app);
    const email = freshEmail();
    const grace = await buyer(app, { email });
    const first = (await invite(seller, seller.sellerId, email, 'staff')).body as Invited;

    const second = await invite(seller, seller.sellerId, email, 'manager');
    const withdrawn = await app.http
      .delete(`/v1/sellers/${seller.sellerId}/invitations/${first.invitationId}`)
      .set(bearer(seller.token));

    expect(second.status).toBe(409);
    expect(second.body).toMatchObject({ code: 'already_invited' });
    expect(withdrawn.status).toBe(204);
    expect((await accept(grace, first)).status).toBe(404);
    expect((await invite(seller, seller.sellerId, email, 'manager')).status).toBe(201);
  });

  it('to manage or own is given by owners only', async () => {
    const seller = await activeSeller(app);
    const [manager, clerk] = [await member(seller, 'manager'), await member(seller, 'staff')];

    expect((await invite(manager, seller.sellerId, freshEmail(), 'staff')).status).toBe(201);
    expect((await invite(manager, seller.sellerId, freshEmail(), 'manager')).status).toBe(403);
    expect((await invite(manager, seller.sellerId, freshEmail(), 'owner')).status).toBe(403);
    expect((await invite(clerk, seller.sellerId, freshEmail(), 'staff')).status).toBe(403);
    expect((await invite(await activeSeller(app), seller.sellerId, freshEmail(), 'staff')).status).toBe(404);
    const open = await app.http.get(`/v1/sellers/${seller.sellerId}/invitations`).set(bearer(seller.token));
    expect((open.body as { data: unknown[] }).data).toHaveLength(1);
  });
});

describe('members', () => {
  it('lose their access with the request after their removal', async () => {
    const seller = await activeSeller(app);
    const clerk = await member(seller, 'staff');
    const account = () => app.http.get(`/v1/sellers/${seller.sellerId}/account`).set(bearer(clerk.token));
    expect((await account()).status).toBe(200);

    const removed = await remove(seller, seller.sellerId, clerk.userId);

    expect(removed.status).toBe(204);
    expect((await account()).status).toBe(403);
    expect(await rolesOf(seller)).toEqual({ [seller.userId]: 'owner' });
  });

  it('may leave by themselves but remove nobody else', async () => {
    const seller = await activeSeller(app);
    const [manager, clerk] = [await member(seller, 'manager'), await member(seller, 'staff')];

    expect((await remove(manager, seller.sellerId, clerk.userId)).status).toBe(403);
    expect((await remove(clerk, seller.sellerId, clerk.userId)).status).toBe(204);

    expect(await rolesOf(seller)).toEqual({ [seller.userId]: 'owner', [manager.userId]: 'manager' });
  });

  it('always keep an owner', async () => {
    const seller = await activeSeller(app);
    await member(seller, 'manager');

    const answers = [
      await remove(seller, seller.sellerId, seller.userId),
      await change(seller, seller.sellerId, seller.userId, 'manager'),
    ];

    for (const answer of answers) {
      expect(answer.status).toBe(409);
      expect(answer.body).toMatchObject({ code: 'last_owner' });
    }
    expect((await rolesOf(seller))[seller.userId]).toBe('owner');
  });

  it('keep an owner when the last two leave at the same moment', async () => {
    const seller = await activeSeller(app);
    const second = await member(seller, 'owner');
    const third = await member(seller, 'manager');

    const answers = await Promise.all([
      remove(seller, seller.sellerId, seller.userId),
      remove(second, seller.sellerId, second.userId),
    ]);

    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 409]);
    expect(Object.values(await rolesOf(seller, third)).sort()).toEqual(['manager', 'owner']);
  });

  it('are changed and seen by nobody from outside', async () => {
    const [seller, stranger] = [await activeSeller(app), await activeSeller(app)];
    const clerk = await member(seller, 'staff');
    const before = await rolesOf(seller);

    const answers = [
      await change(stranger, seller.sellerId, clerk.userId, 'owner'),
      await remove(stranger, seller.sellerId, clerk.userId),
      await app.http.get(`/v1/sellers/${seller.sellerId}/members`).set(bearer(stranger.token)),
      await change(seller, seller.sellerId, stranger.userId, 'manager'),
    ];

    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404]);
    expect((await change(clerk, seller.sellerId, clerk.userId, 'owner')).status).toBe(403);
    expect(await rolesOf(seller)).toEqual(before);
  });
});
