import { Injectable } from '@nestjs/common';
import { Clock, millisecondsOf, type Id } from '../../kernel/index.js';
import { Cursors, NotFound, parseWireId, type Page, type PageQuery } from '../../platform/http/index.js';
import { AccountsRepository } from './accounts.repository.js';
import { AgingRepository } from './aging.repository.js';
import type { BreakQuery, ReconciliationItemView } from './breaks.dto.js';
import { BreaksRepository } from './breaks.repository.js';
import { FilesRepository } from './files.repository.js';
import type { ReconciliationStandingPage, StatementFilesQuery, StatementFileView } from './reconciliation.dto.js';
import { fileView, itemView, standingView } from './reconciliation.view.js';

@Injectable()
export class ReconciliationQueries {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly filesOf: FilesRepository,
    private readonly items: BreaksRepository,
    private readonly aging: AgingRepository,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async standing(): Promise<ReconciliationStandingPage> {
    const standing = new Map((await this.aging.standing(this.clock.now())).map((row) => [row.accountId, row]));
    const accounts = await this.accounts.all();
    return { data: accounts.map((account) => standingView(account, standing.get(account.id))) };
  }

  async files({ cursor, limit, accountId }: StatementFilesQuery): Promise<Page<StatementFileView>> {
    const key = `reconciliation.files:${accountId ?? ''}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const account = accountId === undefined ? undefined : parseWireId('rac', accountId);
    const rows = await this.filesOf.page(account, before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { ...page, data: page.data.map(fileView) };
  }

  /** @throws NotFound */
  async lines(fileId: Id<'rfl'>, { cursor, limit }: PageQuery): Promise<Page<ReconciliationItemView>> {
    if (!(await this.filesOf.find(fileId))) throw new NotFound({ what: 'file' });
    const key = `reconciliation.lines:${fileId}`;
    const [after] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.items.lines(fileId, after, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.externalId ?? '']);
    return { ...page, data: page.data.map((row) => itemView(row, this.clock.now())) };
  }

  /** The oldest first. */
  async breaks(query: BreakQuery): Promise<Page<ReconciliationItemView>> {
    const { cursor, limit, status, accountId, assigneeId, minimumDays = 0 } = query;
    const key = `reconciliation.breaks:${[status, accountId, assigneeId, minimumDays].join(':')}`;
    const now = this.clock.now();
    const after = this.cursors.read<[string, string]>(cursor, key);
    const filter = {
      status,
      accountId: accountId === undefined ? undefined : parseWireId('rac', accountId),
      assignedTo: assigneeId === undefined ? undefined : parseWireId('usr', assigneeId),
      until: new Date(now.getTime() - minimumDays * millisecondsOf('P1D')),
    };
    const rows = await this.items.page(filter, after, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.since.toISOString(), last.id]);
    return { ...page, data: page.data.map((row) => itemView(row, now)) };
  }

  /** @throws NotFound */
  async item(id: Id<'ril'>): Promise<ReconciliationItemView> {
    const row = await this.items.find(id);
    if (!row) throw new NotFound({ what: 'break' });
    return itemView(row, this.clock.now());
  }
}
