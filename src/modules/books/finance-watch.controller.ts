import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access, IdempotencyScope, Idempotent, Once, PageQuery } from '../../platform/http/index.js';
import { CheckBooks } from './check-books.js';
import { WatchQueries } from './watch-queries.js';
import { BookCheckPage, BookCheckView, ClearingQuery, CoverageView, UnclearedPage } from './watch.dto.js';

@ApiTags('ledger')
@Controller('v1/finance')
export class FinanceWatchController {
  constructor(
    private readonly queries: WatchQueries,
    private readonly checkBooks: CheckBooks,
  ) {}

  /** List what has not cleared. Accounts with money that should have moved on, and since when it has not. */
  @Get('clearing')
  @Access({ roles: ['finance'] })
  clearing(@Query() query: ClearingQuery): Promise<UnclearedPage> {
    return this.queries.uncleared(query);
  }

  /** Read the cover of clients' money. By currency, what is there and what is owed. */
  @Get('coverage')
  @Access({ roles: ['finance'] })
  coverage(): Promise<CoverageView> {
    return this.queries.coverage();
  }

  /** List checks of the books. Newest first; there is one every night. */
  @Get('book-checks')
  @Access({ roles: ['finance'] })
  checks(@Query() query: PageQuery): Promise<BookCheckPage> {
    return this.queries.checks(query);
  }

  /** Check the books now. Recomputes every balance and the chain of seals, and names what is wrong. */
  @Post('book-checks')
  @Access({ roles: ['finance'] })
  @Idempotent('optional')
  check(@IdempotencyScope() once: Once): Promise<BookCheckView> {
    return this.checkBooks.run(once);
  }
}
