import type { FieldError, Id } from '../../kernel/index.js';
import { Invalid, parseWireId } from '../../platform/http/index.js';
import type { PlaceOrderDto } from './orders.dto.js';

/** The company that is to owe an order; `undefined` where a card pays. @throws Invalid when both are said, or half of it */
export function companyOf(order: PlaceOrderDto): Id<'cmp'> | undefined {
  const { paymentMethod, companyId, useStoreCredit } = order;
  const isOnAccount = paymentMethod === 'on_account';
  const faults: FieldError[] = [];
  if (isOnAccount && companyId === undefined) faults.push(fault('/companyId', 'required', 'must name the company'));
  if (!isOnAccount && companyId !== undefined) {
    faults.push(fault('/companyId', 'unexpected', 'is only for orders on account'));
  }
  if (isOnAccount && useStoreCredit) {
    faults.push(fault('/useStoreCredit', 'unexpected', 'does not pay for orders on account'));
  }
  if (faults.length > 0) throw new Invalid(faults);
  return companyId === undefined ? undefined : parseWireId('cmp', companyId);
}

const fault = (pointer: string, code: string, message: string): FieldError => ({ pointer, code, message });
