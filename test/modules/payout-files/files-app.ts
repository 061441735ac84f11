import { createHash } from 'node:crypto';
import type { TestApp } from '../../support/index.js';
import { bearer } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import { asked, latest, uuidOf } from '../payout-approvals/approvals-app.js';
import { funded, runPayouts, settled, startSettlement } from '../settlement/settlement-app.js';

/** The account of ours that files draw on. */
export const OURS = { name: 'Souk & Söhne GmbH', account: 'DE02120300000000202051', bic: 'BYLADEM1001' };

export interface Batch {
  readonly id: string;
  readonly payoutCount: number;
  readonly total: { amount: number };
  readonly csvSha256: string;
  readonly xmlSha256: string;
}

export type Line = readonly [seller: ActiveSeller, status: string, amount?: string, code?: string];

export const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A marketplace whose payouts in US dollars leave in files. */
export class FilesApp {
  private constructor(
    readonly app: TestApp,
    readonly finance: Person,
  ) {}

  static async start(): Promise<FilesApp> {
    const app = await startSettlement();
    const files = new FilesApp(app, await staff(app, 'finance'));
    await files.route(true).expect(200);
    return files;
  }

  route(isActive: boolean) {
    const path = '/v1/finance/payout-file-accounts/USD';
    return this.app.http
      .put(path)
      .set(bearer(this.finance.token))
      .send({ ...OURS, isActive });
  }

  /** Approved payouts of 90.00 that wait for a file. */
  async waiting(count: number, fields: { displayName?: string } = {}): Promise<ActiveSeller[]> {
    const sellers: ActiveSeller[] = [];
    for (let i = 0; i < count; i += 1) sellers.push(await funded(this.app, fields));
    await runPayouts(this.app);
    await settled(this.app);
    return sellers;
  }

  collect(key?: string) {
    return asked(this.app, this.finance, 'payout-batches', { currency: 'USD' }, key);
  }

  async batch(): Promise<Batch> {
    return (await this.collect().expect(201)).body as Batch;
  }

  /** As text, however it is labelled. */
  async file(id: string, kind: 'csv' | 'xml'): Promise<string> {
    const answer = await this.app.http
      .get(`/v1/finance/payout-batches/${id}/file.${kind}`)
      .set(bearer(this.finance.token))
      .buffer(true)
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => done(null, Buffer.concat(parts).toString('utf8')));
      })
      .expect(200);
    return answer.body as string;
  }

  /** The identifier that a bank repeats. */
  async referenceOf(seller: ActiveSeller): Promise<string> {
    return uuidOf(await latest(this.app, seller)).replaceAll('-', '');
  }

  /** The bank's answer about a batch, of 90.00 unless said. */
  async returned(id: string, ...lines: readonly Line[]) {
    const rows = lines.map(async ([seller, status, amount = '90.00', code = '']) =>
      [await this.referenceOf(seller), status, amount, 'USD', `bank-${status}`, code].join(','),
    );
    const header = 'end_to_end_id,status,amount,currency,reference,code';
    const content = [header, ...(await Promise.all(rows))].join('\n');
    return asked(this.app, this.finance, `payout-batches/${id}/results`, { content });
  }
}
