import { CreditLines } from '../../../src/modules/companies/index.js';
import { UnitOfWork, type Tx } from '../../../src/platform/database/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { company, creditLine, lineOf } from '../../support/world.companies.js';
import { staff, type Person } from '../../support/world.identity.js';
import { post } from '../../support/world.orders.js';
import { onStage } from '../../prove/locks/stage.js';

describe('a credit line that finance decides about while the last overdue invoice is paid', () => {
  let app: TestApp;
  const stage = onStage();
  let finance: Person;

  beforeAll(async () => {
    app = await startApp();
    finance = await staff(app, 'finance');
  });
  afterAll(() => app.stop());

  it('stays suspended when finance suspends it', async () => {
    const buying = await company(app);
    const { id } = await creditLine(app, finance, buying);
    const paid = (what: (lines: CreditLines, tx: Tx) => Promise<void>) =>
      app.get(UnitOfWork).run((tx) => what(app.get(CreditLines), tx));
    const decide = (what: string) =>
      post(app, finance.token, `/v1/finance/credit-lines/${id}/${what}`, { reason: 'Accounts were looked at.' });
    await paid((lines, tx) => lines.suspendForOverdue(tx, buying.id, 'USD'));

    await stage.meet(
      app,
      { statement: 'companies.lock-credit-line', stop: 'after' },
      () => paid((lines, tx) => lines.reinstateAfterOverdue(tx, buying.id, 'USD')),
      async () => {
        await decide('reinstatement');
        const { status } = await decide('suspension');
        if (status !== 200) throw new Error('Not suspended');
      },
    );

    expect((await lineOf(app, buying)).state).toBe('suspended');
  });
});
