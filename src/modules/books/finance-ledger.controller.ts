import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Id } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import { Access, NotFound, PageQuery, RateClass, Throws, WireId } from '../../platform/http/index.js';
import { BookQueries } from './book-queries.js';
import { csvOf, jsonLinesOf } from './trial-balance.domain.js';
import {
  AccountBalanceQuery,
  AccountBalanceView,
  AccountPage,
  AccountQuery,
  AccountView,
  JournalPage,
  JournalQuery,
  JournalView,
  LedgerEntryPage,
  SealHeadView,
  TrialBalanceView,
} from './finance-ledger.dto.js';

const TEXT = { type: 'string', maxLength: 1_000_000 } as const;

@ApiTags('ledger')
@Controller('v1/finance')
@RateClass('read')
export class FinanceLedgerController {
  constructor(private readonly queries: BookQueries) {}

  /** The trial balance. Debits and credits of every account type, by currency; each currency adds up to zero. */
  @Get('trial-balance')
  @Access({ roles: ['finance'] })
  trialBalance(): Promise<TrialBalanceView> {
    return this.queries.trialBalance();
  }

  /** The trial balance as CSV. A record for each currency and account type, each with the hash of the seals' head. */
  @Get('trial-balance.csv')
  @Access({ roles: ['finance'] })
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: TEXT })
  async trialBalanceCsv(): Promise<string> {
    return csvOf(await this.queries.trialBalance());
  }

  /** The trial balance as JSON Lines. A line for each currency and account type; the head of the seals comes last. */
  @Get('trial-balance.jsonl')
  @Access({ roles: ['finance'] })
  @Header('Content-Type', 'application/x-ndjson; charset=utf-8')
  @ApiProduces('application/x-ndjson')
  @ApiOkResponse({ schema: TEXT })
  async trialBalanceLines(): Promise<string> {
    return jsonLinesOf(await this.queries.trialBalance());
  }

  /** Read the head of the seals. For whoever keeps it elsewhere, to compare the chain with it later. */
  @Get('seal-head')
  @Access({ roles: ['finance'] })
  sealHead(): Promise<SealHeadView> {
    return this.queries.head();
  }

  /** List ledger accounts. With their balances, oldest first. */
  @Get('accounts')
  @Access({ roles: ['finance'] })
  @Audited('ledger_account')
  accounts(@Query() query: AccountQuery): Promise<AccountPage> {
    return this.queries.accounts(query);
  }

  /** Read a ledger account. */
  @Get('accounts/:accountId')
  @Access({ roles: ['finance'] })
  @Audited('ledger_account', 'accountId')
  @Throws(NotFound)
  account(@WireId('acc', 'accountId') id: Id<'acc'>): Promise<AccountView> {
    return this.queries.account(id);
  }

  /** Read the balance of a ledger account at an instant. Of what had taken effect by then, exact for every account. */
  @Get('accounts/:accountId/balance')
  @Access({ roles: ['finance'] })
  @Audited('ledger_account', 'accountId')
  @Throws(NotFound)
  balance(@WireId('acc', 'accountId') id: Id<'acc'>, @Query() query: AccountBalanceQuery): Promise<AccountBalanceView> {
    return this.queries.balanceAt(id, query.at);
  }

  /** List the entries of a ledger account. Newest first, with the balance after each. */
  @Get('accounts/:accountId/entries')
  @Access({ roles: ['finance'] })
  @Audited('ledger_account', 'accountId')
  @Throws(NotFound)
  entries(@WireId('acc', 'accountId') id: Id<'acc'>, @Query() query: PageQuery): Promise<LedgerEntryPage> {
    return this.queries.entries(id, query);
  }

  /** List journals. With their lines, newest first. */
  @Get('journals')
  @Access({ roles: ['finance'] })
  @Audited('journal')
  journals(@Query() query: JournalQuery): Promise<JournalPage> {
    return this.queries.journals(query);
  }

  /** Read a journal. */
  @Get('journals/:journalId')
  @Access({ roles: ['finance'] })
  @Audited('journal', 'journalId')
  @Throws(NotFound)
  journal(@WireId('jnl', 'journalId') id: Id<'jnl'>): Promise<JournalView> {
    return this.queries.journal(id);
  }
}
