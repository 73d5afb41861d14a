// SPDX-License-Identifier: Apache-2.0
// Changes as sentences that can be read aloud.
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { useRecord } from '../../api/queries';
import { inSync, sideNames } from '../current_sync';
import { fieldInSentence } from '../field_words';
import { Ago, useDurationWords } from '../numbers/numbers';
import { StateMark, type Tone } from '../page/page';
import { locale } from '../../words/words';
import classes from './sentences.module.css';
import type { Sentence } from './told';

const outcome_tones: Record<Schemas['Change']['outcome'], Tone> = {
    planned: 'wait',
    done: 'ok',
    refused: 'failed',
    unknown: 'attention',
    not_stored: 'attention',
    abandoned: 'off',
};

export function OutcomeMark({ outcome }: { outcome: Schemas['Change']['outcome'] }) {
    const { t } = useTranslation();
    return <StateMark tone={outcome_tones[outcome]}>{t(`outcome.${outcome}`)}</StateMark>;
}

export function SentenceLine({ sync, line }: { sync: Schemas['Sync']; line: Sentence }) {
    const { t, i18n } = useTranslation();
    const say = useDurationWords();
    const names = sideNames(sync);
    const to = names[line.side];
    const from = names[line.side === 'a' ? 'b' : 'a'];
    const Arrow = line.side === 'b' ? IconArrowRight : IconArrowLeft;
    const creation = line.fields.includes('');
    const fields = new Intl.ListFormat(locale(i18n.language), { type: 'conjunction' }).format(
        line.fields
            .filter((field) => field !== '')
            .slice(0, 4)
            .map((field) => fieldInSentence(t, field))
            .concat(line.fields.length > 4 ? [t('sentence.more_fields', { count: line.fields.length - 4 })] : []),
    );
    const seconds = line.settled_at === null ? null : (Date.parse(line.settled_at) - Date.parse(line.at)) / 1000;
    const key = creation ? 'sentence.created' : line.outcome === 'done' ? 'sentence.went' : 'sentence.should_go';
    return (
        <li className={classes.line}>
            <span className={line.side === 'b' ? classes.to_right : classes.to_left}>
                <Arrow size={16} aria-hidden />
            </span>
            <span className={classes.words}>
                <Who sync={sync.id} record={line.record} />
                {t(key, { fields, from, to })}
                {line.outcome === 'done' && seconds !== null && seconds >= 0 && (
                    <span className="dim">{t('sentence.within', { duration: say(seconds) })}</span>
                )}
            </span>
            {line.outcome !== 'done' && <OutcomeMark outcome={line.outcome} />}
            <span className={classes.when}>
                <Ago at={line.at} />
            </span>
        </li>
    );
}

function Who({ sync, record }: { sync: string; record: string | null }) {
    if (record === null) return <Nameless id="" />;
    return <Named sync={sync} record={record} />;
}

function Named({ sync, record }: { sync: string; record: string }) {
    const found = useRecord(sync, record, 5 * 60_000);
    const summary = found.data?.summary;
    return (
        <Link className={classes.who} to={inSync(sync, `/records/${encodeURIComponent(record)}`)}>
            <PersonName summary={summary} fallback={record} waiting={found.isPending} />
        </Link>
    );
}

function Nameless({ id }: { id: string }) {
    const { t } = useTranslation();
    return <b>{id === '' ? t('person.unknown') : id}</b>;
}

// A person may have nothing but a phone.
export function PersonName({
    summary,
    fallback,
    waiting = false,
}: {
    summary: Pick<Schemas['RecordSummary'], 'name' | 'email' | 'phone'> | undefined;
    fallback: string;
    waiting?: boolean;
}) {
    const { t } = useTranslation();
    if (summary === undefined) return <>{waiting ? '…' : <code>{fallback}</code>}</>;
    // Apps that demand a name are given "-" where there is none.
    if (/[\p{L}\p{N}]/u.test(summary.name)) return <>{summary.name}</>;
    const known = summary.email ?? summary.phone;
    return <>{known ?? t('person.nameless')}</>;
}
