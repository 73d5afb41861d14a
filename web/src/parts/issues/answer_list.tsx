// SPDX-License-Identifier: Apache-2.0
// What people have answered, what has become of it, and a way back.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { useAnswers, useRecord } from '../../api/queries';
import { PersonName } from '../changes/sentences';
import { inSync } from '../current_sync';
import { fieldLabel } from '../field_words';
import { Ago } from '../numbers/numbers';
import { Section, Trouble } from '../page/page';
import { Value } from '../value';
import { answerWords, TakeBack } from './answer';
import classes from './answer.module.css';

export function AnswerList({ sync }: { sync: Schemas['Sync'] }) {
    const { t } = useTranslation();
    const answers = useAnswers(sync.id);
    if (answers.isError) return <Trouble what={t('answer.list_unreadable')} error={answers.error} />;
    if (answers.data === undefined || answers.data.items.length === 0) return null;
    return (
        <Section title={t('answer.list')}>
            <ul className={classes.answers}>
                {answers.data.items.map((each) => (
                    <AnswerLine key={each.id} sync={sync} answer={each} />
                ))}
            </ul>
        </Section>
    );
}

function AnswerLine({ sync, answer }: { sync: Schemas['Sync']; answer: Schemas['Answer'] }) {
    const { t } = useTranslation();
    // The value that was not chosen is kept, and comes back when the answer is taken back.
    const lost = answer.choice === 'use_a' ? answer.saw.b : answer.choice === 'use_b' ? answer.saw.a : undefined;
    const about = answer.link_id ?? answer.a_record ?? answer.b_record;
    return (
        <li>
            <b>{answerWords(t, sync, answer)}</b>
            {answer.field !== null && <span className="dim">{fieldLabel(t, answer.field)}</span>}
            {lost !== undefined && (
                <span className="dim">
                    {t('answer.kept')} <Value value={lost as Schemas['Value']} />
                </span>
            )}
            {about !== null && <About sync={sync} record={about} />}
            {answer.a_record !== null && answer.b_record !== null && (
                <>
                    ↔ <About sync={sync} record={answer.b_record} />
                </>
            )}
            <span className="dim">
                {t(`answer.state.${answer.state}`)} · <Ago at={answer.given_at} />
            </span>
            <TakeBack sync={sync} answer={answer} />
        </li>
    );
}

function About({ sync, record }: { sync: Schemas['Sync']; record: string }) {
    const found = useRecord(sync.id, record, 60_000);
    return (
        <Link to={inSync(sync.id, `/records/${encodeURIComponent(record)}`)}>
            <PersonName summary={found.data?.summary} fallback={record} waiting={found.isPending} />
        </Link>
    );
}
