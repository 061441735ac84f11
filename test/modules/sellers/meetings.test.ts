import { fromWire } from '../../../src/kernel/index.js';
import { ExpireVerification } from '../../../src/modules/sellers/expire-verification.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer, freshEmail, staff, type Person } from '../../support/world.identity.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';
import { onStage } from '../../prove/locks/stage.js';
import { now } from '../settlement/settlement-app.js';

describe('a seller whom two write about', () => {
  let app: TestApp;
  const stage = onStage();

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  const idOf = ({ sellerId }: ActiveSeller): string => fromWire('sel', sellerId) ?? '';
  async function meet<T>(
    statement: string,
    first: () => Promise<T>,
    second: () => Promise<T>,
  ): Promise<readonly unknown[]> {
    const { met, outcomes } = await stage.meet(app, { statement, stop: 'after' }, first, second);
    expect(met).toBe(true);
    return outcomes;
  }

  it('keeps an owner when the last two leave at the same moment', async () => {
    const seller = await activeSeller(app);
    const email = freshEmail();
    const grace = await buyer(app, { email });
    const path = `/v1/sellers/${seller.sellerId}`;
    const invited = await app.http.post(`${path}/invitations`).set(bearer(seller.token)).send({ email, role: 'owner' });
    const { invitationId, acceptanceCode } = invited.body as { invitationId: string; acceptanceCode: string };
    await app.http
      .post(`/v1/me/invitations/${invitationId}/acceptance`)
      .set(bearer(grace.token))
      .send({ acceptanceCode })
      .expect(200);
    const leave =
      ({ userId, token }: Person) =>
      async () =>
        (await app.http.delete(`${path}/members/${userId}`).set(bearer(token))).status;

    const statuses = await meet('identity.lock-members-of', leave(seller), leave(grace));

    expect(statuses).toEqual([204, 409]);
    expect(await app.sql('select user_id, role from memberships where seller_id = $1', [idOf(seller)])).toEqual([
      { user_id: fromWire('usr', grace.userId), role: 'owner' },
    ]);
  });

  it('does not withdraw an invitation that is being accepted', async () => {
    const seller = await activeSeller(app);
    const email = freshEmail();
    const grace = await buyer(app, { email });
    const path = `/v1/sellers/${seller.sellerId}/invitations`;
    const invited = await app.http.post(path).set(bearer(seller.token)).send({ email, role: 'staff' });
    const { invitationId, acceptanceCode } = invited.body as { invitationId: string; acceptanceCode: string };
    const accept = async () =>
      (
        await app.http
          .post(`/v1/me/invitations/${invitationId}/acceptance`)
          .set(bearer(grace.token))
          .send({ acceptanceCode })
      ).status;
    const withdraw = async () => (await app.http.delete(`${path}/${invitationId}`).set(bearer(seller.token))).status;

    const statuses = await meet('sellers.lock-open-invitation', accept, withdraw);

    expect(statuses).toEqual([200, 404]);
    expect(await app.sql('select answer from seller_invitations where seller_id = $1', [idOf(seller)])).toEqual([
      { answer: 'accepted' },
    ]);
  });

  it('names one account at a version, when two name one', async () => {
    const seller = await activeSeller(app);
    const put = (accountNumber: string) => async () => {
      const request = app.http.put(`/v1/sellers/${seller.sellerId}/payout-account`).set(bearer(seller.token));
      const account = { holder: 'Otter Audio GmbH', accountNumber, country: 'DE' };
      return (await request.set('If-Match', '"v1"').send(account)).status;
    };

    const statuses = await meet(
      'sellers.lock-payout-account',
      put('DE02 1203 0000 0000 2020 51'),
      put('DE02 5001 0517 0137 0750 30'),
    );

    expect(statuses).toEqual([200, 412]);
    expect(
      await app.sql('select ending, version from seller_payout_accounts where seller_id = $1', [idOf(seller)]),
    ).toEqual([{ ending: '2051', version: 2 }]);
  });

  it('is told of an end of its verification before it is suspended, and not after', async () => {
    const seller = await activeSeller(app);
    const risk = await staff(app, 'risk');
    await app.sql('update sellers set verified_until = $2 where id = $1', [idOf(seller), now(app)]);
    const suspend = () =>
      app.http
        .post(`/v1/sellers/${seller.sellerId}/suspension`)
        .set(bearer(risk.token))
        .send({ reason: 'Sold counterfeits.' })
        .expect(200);

    await meet<unknown>('sellers.hold', () => app.get(ExpireVerification).run(idOf(seller)), suspend);

    const told = await app.sql<{ name: string }>(
      `select name from outbox_events where subject_id = $1 and name in ('seller.verification-expired', 'seller.suspended')
        order by sequence`,
      [idOf(seller)],
    );
    expect(told.map(({ name }) => name)).toEqual(['seller.verification-expired', 'seller.suspended']);
  });
});
