import { Injectable } from '@nestjs/common';
import type { AccountKind } from '../reconciliation/index.js';
import type { ReportSource } from './report-source.js';

/** Who can be asked; each names itself when it starts. */
@Injectable()
export class ReportSources {
  private readonly sources = new Map<string, ReportSource>();

  add(source: ReportSource): void {
    this.sources.set(`${source.kind} ${source.provider}`, source);
  }

  of({ kind, provider }: { readonly kind: AccountKind; readonly provider: string }): ReportSource | undefined {
    return this.sources.get(`${kind} ${provider}`);
  }
}
