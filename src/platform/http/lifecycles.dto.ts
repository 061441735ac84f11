import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';

const NAME: ApiPropertyOptions = { type: String, maxLength: 80 };
const NAMES: ApiPropertyOptions = { type: [String], maxItems: 60 };

export class TransitionView {
  @ApiProperty({ ...NAME, example: 'ship' })
  action!: string;

  @ApiProperty(NAMES)
  from!: string[];

  @ApiProperty(NAME)
  to!: string;

  /** Who may cause it. */
  @ApiProperty(NAMES)
  by!: string[];

  /** When a timer causes it. */
  @ApiProperty({ type: String, required: false, maxLength: 500 })
  timer?: string;

  /** What else must hold. */
  @ApiProperty({ type: String, required: false, maxLength: 500 })
  guard?: string;
}

export class LifecycleView {
  @ApiProperty({ ...NAME, example: 'seller-order' })
  name!: string;

  @ApiProperty(NAMES)
  states!: string[];

  @ApiProperty(NAME)
  initial!: string;

  /** States without an exit. */
  @ApiProperty(NAMES)
  final!: string[];

  @ApiProperty({ type: [TransitionView], maxItems: 100 })
  transitions!: TransitionView[];

  /** The same as a Mermaid state diagram. */
  @ApiProperty({ type: String, maxLength: 20_000 })
  diagram!: string;
}

export class LifecycleList {
  @ApiProperty({ type: [LifecycleView], maxItems: 100 })
  data!: LifecycleView[];
}
