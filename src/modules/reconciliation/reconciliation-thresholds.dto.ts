import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { ProposeTermsDto, TermsView } from '../../platform/terms/index.js';

const CURRENCY = { enum: CURRENCIES, enumName: 'Currency', example: 'USD' };

export class ProposeReconciliationThresholdDto extends ProposeTermsDto {
  @ApiProperty(CURRENCY)
  @IsIn([...CURRENCIES])
  currency!: string;

  /** Minor units; a break of more is closed by two people. */
  @IsInt()
  @Min(0)
  @Max(1_000_000_000_000)
  amount!: number;
}

export class ReconciliationThresholdQuery extends PageQuery {
  @ApiProperty({ ...CURRENCY, required: false })
  @IsOptional()
  @IsIn([...CURRENCIES])
  currency?: string;
}

export class ReconciliationThresholdView extends TermsView {
  @ApiProperty({ type: String, example: 'rth_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;

  /** A break of more is closed by two people. */
  amount!: MoneyView;
}

export class ReconciliationThresholdPage extends PageOf(ReconciliationThresholdView) {}
