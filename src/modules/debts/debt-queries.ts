import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { Cursors, type Page, type PageQuery } from '../../platform/http/index.js';
import { DebtAges } from './debt-ages.repository.js';
import { DebtTerms } from './debt-terms.repository.js';
import type { DebtTermsView } from './debt-terms.dto.js';
import type { DebtView, WriteOffQuery, WriteOffView } from './debts.dto.js';
import { debtTermsView, debtView, writeOffView } from './debts.view.js';
import { WriteOffs } from './write-offs.repository.js';

@Injectable()
export class DebtQueries {
  constructor(
    private readonly ages: DebtAges,
    private readonly writeOffs: WriteOffs,
    private readonly stored: DebtTerms,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async debts({ cursor, limit }: PageQuery): Promise<Page<DebtView>> {
    const key = 'debts';
    const after = this.cursors.read<[string, string]>(cursor, key);
    const rows = await this.ages.page(this.clock.now(), after, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.sellerId, last.currency]);
    return { ...page, data: page.data.map(debtView) };
  }

  async terms({ cursor, limit }: PageQuery): Promise<Page<DebtTermsView>> {
    const key = 'debts.terms';
    const [before = null] = this.cursors.read<[number]>(cursor, key) ?? [];
    const rows = await this.stored.page(this.clock.now(), before, limit + 1);
    const page = this.cursors.page(rows, limit, key, ({ version }) => [version]);
    return { ...page, data: page.data.map(debtTermsView) };
  }

  async proposals({ cursor, limit, state }: WriteOffQuery): Promise<Page<WriteOffView>> {
    const key = `debts.write-offs:${state ?? ''}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.writeOffs.page(state, before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { ...page, data: page.data.map(writeOffView) };
  }
}
