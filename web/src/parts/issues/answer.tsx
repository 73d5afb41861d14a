// SPDX-License-Identifier: Apache-2.0
// Answering a question where it is shown: whom it could be side by side, the two values, and a button for each choice.
import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { useAnswer, useRecord, useTakeBack } from '../../api/queries';
import { PersonName } from '../changes/sentences';
import { meaningOf } from '../apps';
import { inSync, sideNames } from '../current_sync';
import { fieldLabel } from '../field_words';
import { Trouble } from '../page/page';
import { isBlank, Value } from '../value';
import { isMassChange, MassChoice } from './mass_choice';
import { SourceChoice } from './source_choice';
import classes from './answer.module.css';

type Issue = Schemas['Issue'];
type Choice = Schemas['Choice'];
const shown_at_most = 4;
const compared = ['first_name', 'last_name', 'email', 'phone', 'date_of_birth', 'address', 'city'];

export function AnswerBox({ sync, issue }: { sync: Schemas['Sync']; issue: Issue }) {
    if (issue.answer !== null) return <Standing sync={sync} answer={issue.answer} />;
    if (issue.choices.length === 0) return null;
    if (issue.kind === 'create_needs') return <SourceChoice sync={sync} issue={issue} />;
    if (isMassChange(issue)) return <MassChoice sync={sync} issue={issue} />;
    return <Choosing sync={sync} issue={issue} />;
}

function Choosing({ sync, issue }: { sync: Schemas['Sync']; issue: Issue }) {
    const { t } = useTranslation();
    const answer = useAnswer();
    const names = sideNames(sync);
    const give = (choice: Choice, candidate?: string) => {
        answer.mutate({
            sync: sync.id,
            issue: issue.id,
            answer: { choice, version: issue.version, ...(candidate === undefined ? {} : { candidate }) },
        });
    };
    const button = (choice: Choice, words: string, candidate?: string) => (
        <Button
            key={choice + (candidate ?? '')}
            size="compact-sm"
            variant="default"
            disabled={answer.isPending}
            onClick={() => {
                give(choice, candidate);
            }}
        >
            {words}
        </Button>
    );
    const simple = issue.choices.filter((choice) => choice !== 'same_person' && choice !== 'use_a' && choice !== 'use_b');
    const candidates = candidatesOf(issue);
    return (
        <div className={classes.box} role="group" aria-label={t('answer.label')}>
            {candidates.length > 0 && issue.subject !== null && (
                <Compare
                    sync={sync}
                    record={issue.subject}
                    candidates={candidates}
                    choose={(candidate) => button('same_person', t('answer.same_person'), candidate)}
                />
            )}
            {issue.values !== null && (
                <dl className={classes.values}>
                    {(['a', 'b'] as const).map((side) => (
                        <div key={side}>
                            <dt className={side === 'a' ? 'left' : 'right'}>{names[side]}</dt>
                            <dd>
                                <Value value={issue.values?.[side] as Schemas['Value']} />
                                {issue.choices.includes(`use_${side}`) &&
                                    button(`use_${side}`, t('answer.use', { app: names[side] }))}
                            </dd>
                        </div>
                    ))}
                </dl>
            )}
            <div className={classes.others}>
                {simple
                    .filter((choice) => choice !== (candidates.length > 0 ? 'create_anyway' : 'different_people'))
                    .map((choice) => button(choice, t(`answer.${wordOf(choice, issue, candidates.length)}`)))}
            </div>
            {answer.isError && <Trouble what={t('answer.failed')} error={answer.error} />}
        </div>
    );
}

function wordOf(
    choice: Choice,
    issue: Issue,
    candidates: number,
): 'different_people' | 'not_this_person' | 'create_anyway' | 'leave_alone' | 'try_again' | 'take_apart' | 'create_again' {
    if (choice === 'different_people') return candidates > 1 ? 'different_people' : 'not_this_person';
    if (choice === 'take_apart') return issue.kind === 'gone' ? 'create_again' : 'take_apart';
    if (choice === 'create_anyway' || choice === 'try_again') return choice;
    return 'leave_alone';
}

function candidatesOf(issue: Issue): string[] {
    const list = (issue.detail as { candidates?: unknown } | null)?.candidates;
    return Array.isArray(list) && issue.choices.includes('same_person')
        ? list.filter((each): each is string => typeof each === 'string')
        : [];
}

// The person in question in the first column, whom it could be beside it.
function Compare({
    sync,
    record,
    candidates,
    choose,
}: {
    sync: Schemas['Sync'];
    record: string;
    candidates: string[];
    choose: (candidate: string) => React.ReactNode;
}) {
    const { t } = useTranslation();
    const shown = candidates.slice(0, shown_at_most);
    const own = useRecord(sync.id, record, 60_000);
    const rows = own.data?.rows ?? [];
    const fields = compared.flatMap((meaning) => rows.map((row) => row.field).filter((field) => meaningOf(field) === meaning));
    const ownSide = own.data?.sides.b?.id === record ? 'b' : 'a';
    const names = sideNames(sync);
    return (
        <div className={classes.scroll}>
            <table className={classes.compare}>
                <thead>
                    <tr>
                        <th scope="col">
                            <span className="unseen">{t('record.field')}</span>
                        </th>
                        <th scope="col">
                            {names[ownSide]}
                            <br />
                            <PersonName summary={own.data?.summary} fallback={record} waiting={own.isPending} />
                        </th>
                        {shown.map((id) => (
                            <CandidateHead key={id} sync={sync} record={id} app={names[ownSide === 'a' ? 'b' : 'a']} />
                        ))}
                    </tr>
                </thead>
                <tbody>
                    {fields.map((field) => (
                        <FieldRow key={field} sync={sync} field={field} record={record} ownSide={ownSide} candidates={shown} />
                    ))}
                    <tr>
                        <td />
                        <td />
                        {shown.map((id) => (
                            <td key={id}>
                                <Choosable sync={sync} record={id}>
                                    {choose(id)}
                                </Choosable>
                            </td>
                        ))}
                    </tr>
                </tbody>
            </table>
            {candidates.length > shown.length && (
                <p className="dim">{t('answer.more', { count: candidates.length - shown.length })}</p>
            )}
        </div>
    );
}

function CandidateHead({ sync, record, app }: { sync: Schemas['Sync']; record: string; app: string }) {
    const found = useRecord(sync.id, record, 60_000);
    return (
        <th scope="col">
            {app}
            <br />
            <PersonName summary={found.data?.summary} fallback={record} waiting={found.isPending} />
        </th>
    );
}

// Whoever is linked to somebody else cannot be chosen before that link is taken apart.
function Choosable({ sync, record, children }: { sync: Schemas['Sync']; record: string; children: React.ReactNode }) {
    const { t } = useTranslation();
    const found = useRecord(sync.id, record, 60_000);
    if (found.data?.summary.state !== 'linked') return <>{children}</>;
    return (
        <span className="dim">
            {t('answer.linked_already')}{' '}
            <Link to={inSync(sync.id, `/records/${encodeURIComponent(record)}`)}>{t('answer.see_link')}</Link>
        </span>
    );
}

function FieldRow({
    sync,
    field,
    record,
    ownSide,
    candidates,
}: {
    sync: Schemas['Sync'];
    field: string;
    record: string;
    ownSide: 'a' | 'b';
    candidates: string[];
}) {
    const { t } = useTranslation();
    const own = useRecord(sync.id, record, 60_000).data?.rows.find((row) => row.field === field)?.[ownSide];
    return (
        <tr>
            <th scope="row">{fieldLabel(t, field)}</th>
            <td>
                <Value value={own} />
            </td>
            {candidates.map((id) => (
                <CandidateValue key={id} sync={sync} record={id} field={field} side={ownSide === 'a' ? 'b' : 'a'} own={own} />
            ))}
        </tr>
    );
}

function CandidateValue({
    sync,
    record,
    field,
    side,
    own,
}: {
    sync: Schemas['Sync'];
    record: string;
    field: string;
    side: 'a' | 'b';
    own: Schemas['Value'] | undefined;
}) {
    const { t } = useTranslation();
    const value = useRecord(sync.id, record, 60_000).data?.rows.find((row) => row.field === field)?.[side];
    const agrees = !isBlank(value) && JSON.stringify(value) === JSON.stringify(own);
    const differs = !isBlank(value) && !isBlank(own) && !agrees;
    return (
        <td className={differs ? classes.differs : agrees ? classes.agrees : undefined}>
            <Value value={value} />
            {differs && <span className="unseen"> ({t('answer.differs')})</span>}
        </td>
    );
}

function Standing({ sync, answer }: { sync: Schemas['Sync']; answer: Schemas['Answer'] }) {
    const { t } = useTranslation();
    return (
        <div className={classes.box}>
            <p>
                {t('answer.standing', { choice: answerWords(t, sync, answer) })}{' '}
                <span className="dim">{sync.state === 'paused' ? t('answer.when_resumed') : t('answer.under_way')}</span>{' '}
                <TakeBack sync={sync} answer={answer} />
            </p>
        </div>
    );
}

export function TakeBack({ sync, answer }: { sync: Schemas['Sync']; answer: Schemas['Answer'] }) {
    const { t } = useTranslation();
    const back = useTakeBack();
    if (!answer.can_take_back) return null;
    return (
        <>
            <Button
                size="compact-sm"
                variant="subtle"
                loading={back.isPending}
                onClick={() => {
                    back.mutate({ sync: sync.id, answer: answer.id });
                }}
            >
                {t('answer.take_back')}
            </Button>
            {back.isError && <Trouble what={t('answer.not_taken_back')} error={back.error} />}
        </>
    );
}

export function answerWords(t: TFunction, sync: Schemas['Sync'], answer: Schemas['Answer']): string {
    const names = sideNames(sync);
    if (answer.takes_back) return t('answer.said.takes_back');
    if (answer.choice === 'use_a' || answer.choice === 'use_b')
        return t('answer.said.use', { app: names[answer.choice === 'use_a' ? 'a' : 'b'] });
    if (answer.choice === 'use_value' || answer.choice === 'use_field') {
        const chosen = answer.want.b ?? answer.want.a;
        return t(`answer.said.${answer.choice}`, {
            value: typeof chosen === 'string' ? (answer.choice === 'use_field' ? fieldLabel(t, chosen) : chosen) : '',
        });
    }
    return t(`answer.said.${answer.choice}`);
}
