import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Inject, Injectable } from '@nestjs/common';
import { Reconciliation, type Imported } from '../modules/reconciliation/index.js';
import { CONFIG, type RunningConfig } from '../platform/config/index.js';
import { Unavailable } from '../platform/http/index.js';
import type { FetchStatementDto, SandboxStatement } from './statements.dto.js';

const FILES: Readonly<Record<SandboxStatement, string>> = {
  balance_csv: 'balance.csv',
  bank_csv: 'bank.csv',
  camt_053: 'bank.xml',
};
const TIMEOUT_MS = 30_000;

/** Fetches what the sandbox provider and its bank report, and takes it in like a file that finance sends. */
@Injectable()
export class FetchStatement {
  constructor(
    @Inject(CONFIG) private readonly config: RunningConfig,
    private readonly reconciliation: Reconciliation,
  ) {}

  /** @throws Unavailable when the provider does not answer, and what an import throws */
  async run(wanted: FetchStatementDto): Promise<Imported> {
    const { format } = wanted;
    const file = await this.file(wanted);
    const isBalance = format === 'balance_csv';
    const account = { code: isBalance ? 'sandbox-balance' : 'sandbox-bank', provider: 'sandbox' };
    // A file of values says nothing of its encoding; who fetches it knows.
    const encoding = wanted.encoding === 'windows-1252' && format !== 'camt_053' ? 'windows-1252' : undefined;
    return this.reconciliation.take({ ...account, kind: isBalance ? 'provider' : 'bank' }, file, { format, encoding });
  }

  /** @throws Unavailable when the provider does not answer */
  async file({ format, ...wanted }: FetchStatementDto): Promise<Readable> {
    const url = new URL(`${this.config.providerUrl ?? ''}/statements/${FILES[format]}`);
    for (const [name, value] of Object.entries(wanted)) if (value) url.searchParams.set(name, value);
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => undefined);
    if (!answer?.ok || !answer.body) throw new Unavailable({});
    return Readable.fromWeb(answer.body as ReadableStream);
  }
}
