import { startApp, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';
import { onStage } from '../../prove/locks/stage.js';

interface ProposalBody {
  readonly id: string;
  readonly to: string;
  readonly state: string;
}

describe('a seller that two look at', () => {
  let app: TestApp;
  const stage = onStage();
  let [risk, finance]: Person[] = [];
  let seller: ActiveSeller;

  beforeAll(async () => {
    app = await startApp();
    [risk, finance] = [await staff(app, 'risk'), await staff(app, 'finance')];
  });
  beforeEach(async () => {
    seller = await activeSeller(app, { tier: 'T1' });
    await post(app, risk?.token ?? '', `/v1/sellers/${seller.sellerId}/restriction`, { reason: 'Looks like fraud.' });
  });
  afterAll(() => app.stop());

  const evaluatedBy = (person: Person | undefined) => async (): Promise<[number, string | undefined]> => {
    const { status, body } = await post(
      app,
      person?.token ?? '',
      `/v1/risk/sellers/${seller.sellerId}/tier-evaluation`,
    );
    return [status, (body as { proposal: ProposalBody | null }).proposal?.id];
  };
  const proposals = async (): Promise<ProposalBody[]> => {
    const path = `/v1/risk/tier-proposals?sellerId=${seller.sellerId}`;
    return (await get<{ data: ProposalBody[] }>(app, risk?.token ?? '', path)).data;
  };

  it('is proposed once, and both hear of it', async () => {
    const { met, outcomes } = await stage.meet(
      app,
      { statement: 'tiers.insert-proposal', stop: 'after' },
      evaluatedBy(risk),
      evaluatedBy(finance),
    );

    const [proposal, ...others] = await proposals();
    expect([met, others]).toEqual([true, []]);
    expect(outcomes).toEqual([
      [200, proposal?.id],
      [200, proposal?.id],
    ]);
  });

  it('has one proposal less when the facts do not bear it any more, and neither of them fails', async () => {
    await evaluatedBy(risk)();
    const path = `/v1/sellers/${seller.sellerId}/restriction-removal`;
    await post(app, risk?.token ?? '', path, { reason: 'It was not.' });

    const { met, outcomes } = await stage.meet(
      app,
      { statement: 'tiers.lock-open-proposal', stop: 'after' },
      evaluatedBy(risk),
      evaluatedBy(finance),
    );

    expect(met).toBe(true);
    expect(outcomes).toEqual([
      [200, undefined],
      [200, undefined],
    ]);
    expect((await proposals()).map(({ to, state }) => [to, state])).toEqual([['T3', 'stale']]);
  });
});
