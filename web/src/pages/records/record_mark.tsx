// SPDX-License-Identifier: Apache-2.0
// How a record stands: linked, only at one side, or not sure.
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { sideNames } from '../../parts/current_sync';
import { StateMark, type Tone } from '../../parts/page/page';

const tones: Record<Schemas['RecordState'], Tone> = {
    linked: 'ok',
    only_a: 'off',
    only_b: 'off',
    creating: 'wait',
    unsure: 'attention',
};

export function RecordMark({ sync, state }: { sync: Pick<Schemas['Sync'], 'a' | 'b'>; state: Schemas['RecordState'] }) {
    const { t } = useTranslation();
    const names = sideNames(sync);
    return <StateMark tone={tones[state]}>{t(`record_state.${state}`, { left: names.a, right: names.b })}</StateMark>;
}
