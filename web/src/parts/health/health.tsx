// SPDX-License-Identifier: Apache-2.0
// Health of a connection or a sync as the server says it: a mark, and a note with since when, why, what waits, what to do and when
// it is tried again. What it comes to is decided by the server alone.
import { IconAlertTriangle, IconCircleX, IconClockHour4 } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { sentence } from '../../words/words';
import { useDurationWords, useNow } from '../numbers/numbers';
import { ago, exact } from '../numbers/say';
import { StateMark, type Tone } from '../page/page';
import classes from './health.module.css';

type Condition = Schemas['Condition'];

const tones: Record<Condition['weight'], Tone> = { good: 'ok', quiet: 'wait', attention: 'attention', alarm: 'failed' };

export function toneOf(health: Condition): Tone {
    return health.state === 'paused' && health.weight === 'quiet' ? 'off' : tones[health.weight];
}

export function needsLook(health: Condition): boolean {
    return health.weight === 'attention' || health.weight === 'alarm';
}

// The sentence in the language of the screen; the server's own where this version does not know the code.
export function healthSentence(health: Condition): string {
    return sentence(`${health.code}.message`, health.params) ?? health.message;
}

// The messages hold it as it stands within a sentence.
function stateWord(t: TFunction, health: Condition): string {
    if (health.state === 'well' && needsLook(health)) return t('health.well_but');
    const word = t(`condition.state.${health.state}`);
    return word.charAt(0).toLocaleUpperCase() + word.slice(1);
}

export function HealthMark({ health }: { health: Condition }) {
    const { t } = useTranslation();
    return <StateMark tone={toneOf(health)}>{stateWord(t, health)}</StateMark>;
}

// "for 3 minutes · 12 records wait · next try in 40 seconds"
export function HealthTimes({ health }: { health: Condition }) {
    const { t, i18n } = useTranslation();
    const say = useDurationWords();
    const now = useNow();
    const parts: string[] = [];
    if (health.since !== null && health.state !== 'well')
        parts.push(t('health.lasts', { time: say(Math.max(1, (now.getTime() - Date.parse(health.since)) / 1000)) }));
    if (health.waits > 0) parts.push(t('health.waits', { count: health.waits, shown: exact(health.waits, i18n.language) }));
    if (health.next_try_at !== null)
        parts.push(t('condition.next_try', { time: ago(new Date(health.next_try_at), now, i18n.language) }));
    return parts.length === 0 ? null : <span className={classes.times}>{parts.join(' · ')}</span>;
}

export function HealthNote({ health, children }: { health: Condition; children?: React.ReactNode }) {
    const remedy = sentence(`${health.code}.remedy`, health.params) ?? health.remedy;
    const Icon = health.weight === 'alarm' ? IconCircleX : health.weight === 'attention' ? IconAlertTriangle : IconClockHour4;
    return (
        <div className={classes.note} data-weight={health.weight} role="status">
            <Icon size={18} stroke={1.75} aria-hidden />
            <div>
                <p>
                    <b>{healthSentence(health)}</b> <HealthTimes health={health} />
                </p>
                {remedy !== '' && <p className={classes.remedy}>{remedy}</p>}
                {children}
            </div>
        </div>
    );
}
