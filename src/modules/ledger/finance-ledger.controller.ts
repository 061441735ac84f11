import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id } from '../../kernel/index.js';
import { Access, NotFound, PageQuery, RateClass, Throws, WireId } from '../../platform/http/index.js';
import { LedgerQueries } from './ledger-queries.js';
import {
  AccountPage,
  AccountQuery,
  AccountView,
  JournalPage,
  JournalQuery,
  JournalView,
  LedgerEntryPage,
  TrialBalanceView,
} from './ledger.dto.js';

@ApiTags('ledger')
@Controller('v1/finance')
@RateClass('read')
export class FinanceLedgerController {
  constructor(private readonly queries: LedgerQueries) {}

  /** The trial balance. Debits and credits of every account type, by currency; each currency adds up to zero. */
  @Get('trial-balance')
  @Access({ roles: ['finance'] })
  trialBalance(): Promise<TrialBalanceView> {
    return this.queries.trialBalance();
  }

  /** List ledger accounts. With their balances, oldest first. */
  @Get('accounts')
  @Access({ roles: ['finance'] })
  accounts(@Query() query: AccountQuery): Promise<AccountPage> {
    return this.queries.accounts(query);
  }

  /** Read a ledger account. */
  @Get('accounts/:accountId')
  @Access({ roles: ['finance'] })
  @Throws(NotFound)
  account(@WireId('acc', 'accountId') id: Id<'acc'>): Promise<AccountView> {
    return this.queries.account(id);
  }

  /** List the entries of a ledger account. Newest first. */
  @Get('accounts/:accountId/entries')
  @Access({ roles: ['finance'] })
  @Throws(NotFound)
  entries(@WireId('acc', 'accountId') id: Id<'acc'>, @Query() query: PageQuery): Promise<LedgerEntryPage> {
    return this.queries.entries(id, query);
  }

  /** List journals. With their lines, newest first. */
  @Get('journals')
  @Access({ roles: ['finance'] })
  journals(@Query() query: JournalQuery): Promise<JournalPage> {
    return this.queries.journals(query);
  }

  /** Read a journal. */
  @Get('journals/:journalId')
  @Access({ roles: ['finance'] })
  @Throws(NotFound)
  journal(@WireId('jnl', 'journalId') id: Id<'jnl'>): Promise<JournalView> {
    return this.queries.journal(id);
  }
}
