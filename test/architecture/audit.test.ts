import { servedOperations, type ServedOperation } from '../support/contract.operations.js';
import { startApp, type TestApp } from '../support/index.js';
import { ACCESS_TABLE, callersOf, PRINCIPALS, type Principal } from './access-table.js';

const STAFF: readonly Principal[] = ['moderator', 'risk', 'finance', 'admin'];

const PRICES = 'prices and terms of the platform';
const TOTALS = 'totals of the platform, of nobody in particular';
const OWN_BANK = 'accounts and files of the platform at its own banks';

/** What only staff may read and what is about nobody; why. */
const ABOUT_NOBODY: Readonly<Record<string, string>> = {
  auditEntries_list: 'the log of these readings itself',
  deliveries_list: 'what waits to be handled, by consumer; what it says is not shown',
  rules_list: 'rules of risk, before they meet a case',
  chargebackPolicies_list: PRICES,
  payoutCountries_list: PRICES,
  reconciliationThresholds_list: PRICES,
  payoutTerms_list: PRICES,
  settlementPolicies_list: PRICES,
  categoryHolds_list: PRICES,
  legalTerms_caps: PRICES,
  legalTerms_transit: PRICES,
  debtTerms_list: PRICES,
  chargebackTax_list: PRICES,
  tierThresholds_list: 'thresholds of the tiers, the same for every seller',
  financeStatements_control: TOTALS,
  goodwill_limits: 'limits of staff, by role',
  financeAffiliates_terms: PRICES,
  carrierInvoices_list: 'what carriers charge the platform',
  taxFilings_periods: TOTALS,
  taxFilings_list: TOTALS,
  feeRules_list: PRICES,
  feeRules_get: PRICES,
  saleTerms_list: PRICES,
  coupons_listAll: PRICES,
  financeFx_versions: PRICES,
  financeFx_positions: TOTALS,
  financeFx_deals: 'deals of the platform’s treasury',
  financeLedger_sealHead: TOTALS,
  financeLedger_trialBalance: TOTALS,
  financeLedger_trialBalanceCsv: TOTALS,
  financeLedger_trialBalanceLines: TOTALS,
  financeWatch_clearing: TOTALS,
  financeWatch_coverage: TOTALS,
  financeWatch_checks: 'proofs of the books, with what differs',
  financePeriods_list: 'periods of the books',
  reconciliation_accounts: OWN_BANK,
  reconciliation_files: OWN_BANK,
  balanceReports_days: OWN_BANK,
  financePayouts_listSwitches: 'switches of the platform',
  payoutApprovals_listAlarms: TOTALS,
  instantFees_list: PRICES,
  payoutFiles_accounts: OWN_BANK,
  payoutFiles_list: 'batches of the platform by state and total; one batch names who is paid',
};

const isStaffOnly = (id: string): boolean => {
  const callers = callersOf(ACCESS_TABLE[id] ?? '', (mark) => mark === '+' || mark === '0');
  return callers.length > 0 && callers.every((principal) => STAFF.includes(principal));
};
const OWN = 'what each reads of themselves, and everybody has the like';

/** What staff may read like others who do so of themselves, and nobody reads of another. */
const OF_ONESELF: Readonly<Record<string, string>> = {
  me_get: OWN,
  sellers_mine: OWN,
  invitations_mine: OWN,
  storeCredit_get: OWN,
  affiliates_mine: OWN,
  affiliates_referrals: OWN,
  companies_list: OWN,
  orders_list: OWN,
};

/** Staff are let in where a buyer, or a seller, reads its own, and the public is not. */
const isShared = (id: string): boolean => {
  const row = ACCESS_TABLE[id] ?? '';
  const callers = callersOf(row, (mark) => mark === '+');
  const others = callersOf(row, (mark) => mark === '+' || mark === '0').filter((each) => !STAFF.includes(each));
  return others.length > 0 && !callers.includes('anonymous') && callers.some((each) => STAFF.includes(each));
};
const isAudited = ({ parameters }: ServedOperation): boolean => parameters.some(({ name }) => name === 'Audit-Reason');

describe('what staff alone may read', () => {
  let app: TestApp;
  let reads: ServedOperation[];
  let shared: ServedOperation[];

  beforeAll(async () => {
    app = await startApp();
    const operations = [...(await servedOperations(app)).values()];
    reads = operations.filter(({ id, method }) => method === 'get' && isStaffOnly(id));
    shared = operations.filter(({ id, method }) => method === 'get' && isShared(id));
  });
  afterAll(() => app.stop());

  it('is recorded when it is read, or stands among what is about nobody', () => {
    const faults = reads.filter((read) => !isAudited(read) && ABOUT_NOBODY[read.id] === undefined);

    expect(faults.map(({ id, path }) => `${id} (${path}) declares no @Audited and no reason for that`)).toEqual([]);
  });

  it('is recorded too where a buyer or a seller reads the same of itself', () => {
    const unmarked = shared.filter((read) => !isAudited(read)).map(({ id }) => id);

    expect(shared.length).toBeGreaterThan(20);
    expect(unmarked.sort()).toEqual(Object.keys(OF_ONESELF).sort());
  });

  it('is excepted only where it needs to be', () => {
    const known = new Map(reads.map((read) => [read.id, read]));
    const needless = Object.keys(ABOUT_NOBODY).filter((id) => {
      const read = known.get(id);
      return read === undefined || isAudited(read);
    });

    expect(needless).toEqual([]);
  });

  it('is told apart by the table of access, whose rows name every principal', () => {
    expect(PRINCIPALS.slice(-STAFF.length)).toEqual(STAFF);
    expect(reads.map(({ id }) => id)).toEqual(expect.arrayContaining(['users_get', 'financePayouts_list']));
  });
});
