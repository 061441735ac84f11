import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import {
  Access,
  Caller,
  IdempotencyScope,
  Idempotent,
  NotFound,
  Once,
  OwnMatter,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { DebtBeingCollected, DebtSmaller } from '../debts/index.js';
import { NothingToTakeBack, PayoutNotReversible } from '../settlement/index.js';
import { AskProvider } from './ask-provider.js';
import { DebtCollectionQueries } from './debt-collection-queries.js';
import {
  DebtCollectionPage,
  DebtCollectionQuery,
  DebtCollectionView,
  RequestDebtCollectionDto,
} from './debt-collections.dto.js';
import { RequestCollection } from './request-collection.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('debts')
@Controller('v1/finance')
export class DebtCollectionsController {
  constructor(
    private readonly queries: DebtCollectionQueries,
    private readonly requestCollection: RequestCollection,
    private readonly ask: AskProvider,
  ) {}

  /**
   * Take back what a seller owes, out of a payout that was paid. Only where the provider takes back what it has paid and
   * the seller still has it there; the answer comes later. Never more than is owed, nor than is left of the payout.
   */
  @Post('sellers/:sellerId/debt-collections')
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, OwnMatter, DebtSmaller, DebtBeingCollected, PayoutNotReversible, NothingToTakeBack)
  request(
    @Caller() actor: UserActor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: RequestDebtCollectionDto,
    @IdempotencyScope() once: Once,
  ): Promise<DebtCollectionView> {
    return this.requestCollection.run(actor, sellerId, body, once);
  }

  /** List what was asked back of sellers, newest first. */
  @Get('debt-collections')
  @Access(FINANCE)
  @Audited('seller', undefined, 'sellerId')
  list(@Query() query: DebtCollectionQuery): Promise<DebtCollectionPage> {
    return this.queries.page(query);
  }

  /** Read what became of one. */
  @Get('debt-collections/:debtCollectionId')
  @Access(FINANCE)
  @Audited('seller', undefined, 'sellerId')
  @Throws(NotFound)
  get(@WireId('dcl', 'debtCollectionId') id: Id<'dcl'>): Promise<DebtCollectionView> {
    return this.queries.one(id);
  }

  /**
   * Ask the provider now what became of one, and read it. Only what is under way, or was given up as `never_received`,
   * can change; nothing is asked back once more.
   */
  @Post('debt-collections/:debtCollectionId/look-up')
  @HttpCode(200)
  @Access(FINANCE)
  @Audited('seller', undefined, 'sellerId')
  @Throws(NotFound, PayoutNotReversible, NothingToTakeBack)
  async lookUp(@WireId('dcl', 'debtCollectionId') id: Id<'dcl'>): Promise<DebtCollectionView> {
    await this.ask.again(id);
    return this.queries.one(id);
  }
}
