import { ApiProperty } from '@nestjs/swagger';

/** What the caller may do with the resource now. */
export class ActionView {
  @ApiProperty({ type: String, maxLength: 60, example: 'cancel' })
  action!: string;

  @ApiProperty({ type: Boolean })
  allowed!: boolean;

  /** Why not, as a stable code. */
  @ApiProperty({ type: String, required: false, maxLength: 80, example: 'state_is_shipped' })
  reason?: string;
}
