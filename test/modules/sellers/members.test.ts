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

const accept = (person: Token, invitationId: string) =>
  app.http.post(`/v1/me/invitations/${invitationId}/acceptance`).set(bearer(person.token)).send({});

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
  const accepted = await accept(person, (invited.body as { invitationId: string }).invitationId);
  expect([invited.status, accepted.status]).toEqual([201, 200]);
  return person;
}

describe('an invitation', () => {
  it('lets the invited person act for the seller once they accept', async () => {
    const seller = await activeSeller(app);
    const email = freshEmail();
    const grace = await buyer(app, { email, displayName: 'Grace' });
    const account = () => app.http.get(`/v1/sellers/${seller.sellerId}/account`).set(bearer(grace.token));

    await invite(seller, seller.sellerId, email.toUpperCase(), 'manager');
    const before = await account();
    const mine = await app.http.get('/v1/me/invitations').set(bearer(grace.token));
    const [open] = (mine.body as { data: { invitationId: string; role: Role }[] }).data;
    const accepted = await accept(grace, open!.invitationId);

    expect(before.status).toBe(403);
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
    const { invitationId } = (await invite(seller, seller.sellerId, email, 'staff')).body as { invitationId: string };

    const stolen = await accept(eve, invitationId);
    const taken = await accept(grace, invitationId);
    const again = await accept(grace, invitationId);
    const expiring = (await invite(seller, seller.sellerId, late, 'staff')).body as { invitationId: string };
    await app.advance('P14D');
    const tooLate = await accept(linus, expiring.invitationId);

    expect([stolen.status, taken.status, again.status, tooLate.status]).toEqual([404, 200, 404, 404]);
    expect(await rolesOf(seller)).toEqual({ [seller.userId]: 'owner', [grace.userId]: 'staff' });
  });

  it('is open once per address and can be withdrawn', async () => {
    const seller = await activeSeller(app);
    const email = freshEmail();
    const grace = await buyer(app, { email });
    const first = (await invite(seller, seller.sellerId, email, 'staff')).body as { invitationId: string };

    const second = await invite(seller, seller.sellerId, email, 'manager');
    const withdrawn = await app.http
      .delete(`/v1/sellers/${seller.sellerId}/invitations/${first.invitationId}`)
      .set(bearer(seller.token));

    expect(second.status).toBe(409);
    expect(second.body).toMatchObject({ code: 'already_invited' });
    expect(withdrawn.status).toBe(204);
    expect((await accept(grace, first.invitationId)).status).toBe(404);
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
