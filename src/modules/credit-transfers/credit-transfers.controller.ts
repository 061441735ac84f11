import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import { IllegalTransition } from '../../platform/database/index.js';
import {
  Access,
  Caller,
  IdempotencyScope,
  Idempotent,
  NotFound,
  Once,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import {
  CreditTransferPage,
  CreditTransferQuery,
  CreditTransferView,
  ProposeCreditTransferDto,
} from './credit-transfers.dto.js';
import {
  CreditTransferProposed,
  CreditTransferSecondPerson,
  CreditTransferToOneself,
  StoreCreditSmaller,
} from './credit-transfers.errors.js';
import { DecideCreditTransfer } from './decide-credit-transfer.js';
import { ListCreditTransfers } from './list-credit-transfers.js';
import { ProposeCreditTransfer } from './propose-credit-transfer.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('payments')
@Controller('v1/finance')
export class CreditTransfersController {
  constructor(
    private readonly proposeTransfer: ProposeCreditTransfer,
    private readonly decide: DecideCreditTransfer,
    private readonly listTransfers: ListCreditTransfers,
  ) {}

  /** Propose to send store credit to the buyer's bank. Another person of finance decides; nothing is booked. */
  @Post('buyers/:userId/credit-transfers')
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, StoreCreditSmaller, CreditTransferProposed, CreditTransferToOneself)
  propose(
    @Caller() actor: UserActor,
    @WireId('usr', 'userId') buyerId: Id<'usr'>,
    @Body() body: ProposeCreditTransferDto,
    @IdempotencyScope() once: Once,
  ): Promise<CreditTransferView> {
    return this.proposeTransfer.run(actor, { buyerId }, body, once);
  }

  /** Propose to send a company's credit to its bank. Another person of finance decides; nothing is booked. */
  @Post('companies/:companyId/credit-transfers')
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, StoreCreditSmaller, CreditTransferProposed, CreditTransferToOneself)
  proposeForCompany(
    @Caller() actor: UserActor,
    @WireId('cmp', 'companyId') companyId: Id<'cmp'>,
    @Body() body: ProposeCreditTransferDto,
    @IdempotencyScope() once: Once,
  ): Promise<CreditTransferView> {
    return this.proposeTransfer.run(actor, { companyId }, body, once);
  }

  /** List transfers of store credit, newest first. */
  @Get('credit-transfers')
  @Access(FINANCE)
  @Audited('credit_transfer')
  list(@Query() query: CreditTransferQuery): Promise<CreditTransferPage> {
    return this.listTransfers.run(query);
  }

  /** Approve a transfer that another person proposed; it is booked, and finance makes it at the bank. */
  @Post('credit-transfers/:transferId/approval')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, IllegalTransition, CreditTransferSecondPerson, CreditTransferToOneself, StoreCreditSmaller)
  approve(
    @Caller() actor: UserActor,
    @WireId('ctf', 'transferId') id: Id<'ctf'>,
    @IdempotencyScope() once: Once,
  ): Promise<CreditTransferView> {
    return this.decide.run(actor, id, 'approve', once);
  }

  /** Decline a transfer that another person proposed; the store credit stays. */
  @Post('credit-transfers/:transferId/refusal')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, IllegalTransition, CreditTransferSecondPerson, CreditTransferToOneself)
  refuse(
    @Caller() actor: UserActor,
    @WireId('ctf', 'transferId') id: Id<'ctf'>,
    @IdempotencyScope() once: Once,
  ): Promise<CreditTransferView> {
    return this.decide.run(actor, id, 'decline', once);
  }
}
