import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsString, Length, Matches, ValidateNested } from 'class-validator';
import { MoneyDto, MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { CREDIT_TRANSFER_STATES, type CreditTransferState } from './credit-transfer.lifecycle.js';

const STATE = { enum: CREDIT_TRANSFER_STATES, enumName: 'CreditTransferState' };

export class ProposeCreditTransferDto {
  @ValidateNested()
  @Type(() => MoneyDto)
  amount!: MoneyDto;

  /** Who holds the bank account. */
  @IsString()
  @Length(2, 70)
  holder!: string;

  /** IBAN, or the account number as its bank writes it; capital letters and digits. */
  @IsString()
  @Matches(/^[A-Z0-9]{5,34}$/)
  accountNumber!: string;

  /** For whoever decides. */
  @IsString()
  @Length(3, 500)
  reason!: string;
}

export class CreditTransferQuery extends PageQuery {
  @ApiProperty({ ...STATE, required: false })
  @IsOptional()
  @IsIn([...CREDIT_TRANSFER_STATES])
  state?: string;
}

export class CreditTransferView {
  id!: string;

  /** Whose credit it is: either a private buyer's or a company's. */
  buyerId!: string | null;

  companyId!: string | null;

  @ApiProperty(STATE)
  state!: CreditTransferState;

  amount!: MoneyView;

  holder!: string;

  /** In full while it waits for its decision and once it was approved, for whoever makes the transfer. */
  accountNumber!: string;

  reason!: string;

  proposedBy!: string;

  proposedAt!: string;

  decidedBy!: string | null;

  decidedAt!: string | null;
}

export class CreditTransferPage extends PageOf(CreditTransferView) {}
