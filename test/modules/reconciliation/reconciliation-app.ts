import { bearer, startApp, type StartOptions, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import { get } from '../../support/world.orders.js';

export interface FileBody {
  readonly id: string;
  readonly lines: number;
  readonly added: number;
  readonly known: number;
  readonly matched: number;
  readonly waiting: number;
  readonly breaks: number;
  readonly isRepeated: boolean;
  readonly encoding: string;
}

export interface ItemBody {
  readonly id: string;
  readonly status: string;
  readonly kind: string;
  readonly amount: { amount: number; currency: string };
  readonly difference: { amount: number } | null;
  readonly externalId: string | null;
  readonly source: { type: string; id: string; kind: string } | null;
  readonly bookedJournalId: string | null;
  readonly journalId: string | null;
  readonly ageDays: number;
  readonly assigneeId: string | null;
  readonly resolution: string | null;
}

/** A marketplace whose provider and bank report what really happened there. */
export class Books {
  private constructor(
    readonly app: TestApp,
    readonly finance: Person,
  ) {}

  static async open(options: StartOptions = {}): Promise<Books> {
    const app = await startApp(options);
    return new Books(app, await staff(app, 'finance'));
  }

  /** What the provider or its bank reports, fetched and taken in. */
  async fetched(format: 'balance_csv' | 'bank_csv' | 'camt_053', fields: object = {}): Promise<FileBody> {
    const answer = await this.app.http.post('/v1/sandbox/statements').send({ format, ...fields });
    if (answer.status !== 200) throw new Error(`Not taken in: ${answer.status} ${answer.text}`);
    return answer.body as FileBody;
  }

  /** The code of the refusal. */
  async refused(format: string, fields: object): Promise<Record<string, unknown>> {
    const answer = await this.app.http.post('/v1/sandbox/statements').send({ format, ...fields });
    return { status: answer.status, code: answer.body.code };
  }

  /** The provider or its bank is told to do something. */
  async tell(path: string, body: object = {}): Promise<Record<string, unknown>> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${this.app.provider.url}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  }

  async breaks(query = ''): Promise<ItemBody[]> {
    const page = await get<{ data: ItemBody[] }>(
      this.app,
      this.finance.token,
      `/v1/finance/reconciliation/breaks?limit=100${query}`,
    );
    return page.data;
  }

  async account(code: string): Promise<Record<string, unknown> & { id: string }> {
    const path = '/v1/finance/reconciliation/accounts';
    const { data } = await get<{ data: { id: string; code: string }[] }>(this.app, this.finance.token, path);
    return data.find((each) => each.code === code) as { id: string };
  }

  /** Debits less credits, in minor units. */
  async balanceOf(account: string, currency = 'USD'): Promise<number> {
    const [row] = await this.app.sql<{ net: number }>(
      `select coalesce(sum(debit - credit), 0)::int as net from ledger.account_balance where type_code = $1 and currency = $2`,
      [account, currency],
    );
    return row?.net ?? 0;
  }

  journalsOf(sourceType: string): Promise<{ id: string; kind: string }[]> {
    return this.app.sql(`select source_id as id, kind from ledger.journal where source_type = $1 order by id`, [
      sourceType,
    ]);
  }

  /** How much of everything that an import could change there is. */
  async counts(): Promise<unknown> {
    const [row] = await this.app.sql(`
      select (select count(*)::int from ledger.journal) as journals,
             (select count(*)::int from reconciliation_files) as files,
             (select count(*)::int from reconciliation_items) as items,
             (select count(*)::int from reconciliation_matched_entries) as entries`);
    return row;
  }

  async opened(code: string, kind: string, fields: object = {}): Promise<string> {
    const answer = await this.app.http
      .post('/v1/finance/reconciliation/accounts')
      .set(bearer(this.finance.token))
      .send({ code, kind, provider: 'sandbox', ...fields });
    if (answer.status !== 201) throw new Error(`Not opened: ${answer.text}`);
    return (answer.body as { id: string }).id;
  }

  /** Sends a file as finance, or as whoever has the token. */
  upload(accountId: string, query: string, file: string | Buffer, type = 'text/csv', token = this.finance.token) {
    return this.app.http
      .post(`/v1/finance/reconciliation/accounts/${accountId}/files?${query}`)
      .set(bearer(token))
      .set('Content-Type', type)
      .send(file);
  }
}
