// SPDX-License-Identifier: Apache-2.0
// States of workflows and runs, by icon and word.
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { StateMark, type Tone } from '../page/page';

const flow_tones: Record<Schemas['Workflow']['state'], Tone> = { draft: 'off', published: 'ok', paused: 'wait' };
export const run_tones: Record<Schemas['WorkflowRunStatus'], Tone> = {
    running: 'wait',
    waiting: 'wait',
    unclear: 'attention',
    done: 'ok',
    failed: 'failed',
    cancelled: 'off',
};

export function FlowState({ state }: { state: Schemas['Workflow']['state'] }) {
    const { t } = useTranslation();
    return <StateMark tone={flow_tones[state]}>{t(`flows.state.${state}`)}</StateMark>;
}

export function RunState({ status }: { status: Schemas['WorkflowRunStatus'] }) {
    const { t } = useTranslation();
    return <StateMark tone={run_tones[status]}>{t(`runs.status.${status}`)}</StateMark>;
}
