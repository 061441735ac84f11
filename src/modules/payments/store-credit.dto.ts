import { ApiProperty } from '@nestjs/swagger';
import { CURRENCIES } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';

export class CurrencyCreditView {
  @ApiProperty({ enum: CURRENCIES, enumName: 'Currency' })
  currency!: string;

  /** What the next order can use. */
  @ApiProperty({ type: MoneyView })
  available!: MoneyView;

  /** What waits for orders that are not paid yet. */
  @ApiProperty({ type: MoneyView })
  held!: MoneyView;
}

export class StoreCreditView {
  @ApiProperty({ type: [CurrencyCreditView] })
  credits!: CurrencyCreditView[];
}
