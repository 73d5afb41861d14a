// SPDX-License-Identifier: Apache-2.0
// Which value is right, group by group: what is alike is decided together, or becomes a rule of the mapping.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { inSync, sideNames } from '../../parts/current_sync';
import { fieldLabel } from '../../parts/field_words';
import { AnswerList } from '../../parts/issues/answer_list';
import { ListSkeleton } from '../../parts/list/list';
import { exact } from '../../parts/numbers/say';
import { Empty, PageHead, Trouble } from '../../parts/page/page';
import { SureButton } from '../../parts/sure_button';
import { Value } from '../../parts/value';
import { WithSync } from '../../parts/with_sync';
import classes from './inbox.module.css';
import { IssueTabs } from './issue_tabs';
import { useAnswerMany, useConflicts } from './queries';

type Group = Schemas['ConflictGroups']['items'][number];

export default function ConflictsPage() {
    const { t } = useTranslation();
    return <WithSync title={t('inbox.conflicts')}>{(sync) => <Conflicts sync={sync} />}</WithSync>;
}

function Conflicts({ sync }: { sync: Schemas['Sync'] }) {
    const { t } = useTranslation();
    const found = useConflicts(sync.id);
    const groups = found.data?.items ?? [];
    const all = groups.reduce((sum, group) => sum + group.count, 0);
    return (
        <>
            <PageHead
                title={t('inbox.conflicts')}
                sentence={all === 0 ? t('inbox.conflicts_sentence') : t('inbox.conflicts_count', { count: all })}
            />
            <IssueTabs />
            {found.isError && <Trouble what={t('issues.unreadable')} error={found.error} />}
            {found.isPending && <ListSkeleton columns="1fr" rows={4} />}
            {found.data?.is_cut === true && <p className="dim">{t('inbox.cut')}</p>}
            {found.data !== undefined && groups.length === 0 && (
                <Empty kind="good" title={t('inbox.no_conflicts')}>
                    {t('inbox.no_conflicts_why')}
                </Empty>
            )}
            <ul className={classes.groups}>
                {groups.map((group) => (
                    <GroupCard key={keyOf(group)} sync={sync} group={group} />
                ))}
            </ul>
            <AnswerList sync={sync} />
        </>
    );
}

const keyOf = (group: Group) =>
    [group.field, group.a.change, group.b.change, group.a.odd, group.b.odd, group.spelling].join('\u0000');

function GroupCard({ sync, group }: { sync: Schemas['Sync']; group: Group }) {
    const { t, i18n } = useTranslation();
    const names = sideNames(sync);
    const many = useAnswerMany(sync.id);
    const count = group.issues.length;
    const field = fieldLabel(t, group.field);
    const first = group.a.change === 'first';
    const told = (['a', 'b'] as const).map((side) => ({
        side,
        words: [
            first ? null : t(`inbox.change.${group[side].change}`, { app: names[side] }),
            group[side].odd ? t('inbox.odd', { app: names[side] }) : null,
        ].filter((each) => each !== null),
    }));
    return (
        <li className={classes.group} aria-label={`${field}, ${group.count}`}>
            <h2>
                {field}{' '}
                <span className="dim numbers">
                    · {t('inbox.like_this', { count: group.count, shown: exact(group.count, i18n.language) })}
                </span>
            </h2>
            <p>
                {first ? t('inbox.change.first') : null} {told.flatMap((each) => each.words).join(' ')}{' '}
                {group.spelling && t('inbox.spelling')}
            </p>
            <table className={classes.examples}>
                <thead>
                    <tr>
                        <th scope="col" className="left">
                            {names.a}
                        </th>
                        <th scope="col" className="right">
                            {names.b}
                        </th>
                        <th scope="col">
                            <span className="unseen">{t('inbox.person')}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    {group.examples.map((example) => (
                        <tr key={example.issue_id}>
                            <td>
                                <Value value={example.a} />
                            </td>
                            <td>
                                <Value value={example.b} />
                            </td>
                            <td>
                                <Link to={inSync(sync.id, `/records/${encodeURIComponent(example.subject)}`)}>
                                    {t('inbox.see')}
                                </Link>
                            </td>
                        </tr>
                    ))}
                </tbody>
            </table>
            <div className={classes.choices}>
                {(['use_a', 'use_b', 'leave_alone'] as const).map((choice) => (
                    <SureButton
                        key={choice}
                        size="compact-sm"
                        ask={choiceWords(choice)}
                        sure={t('inbox.sure', { count, shown: exact(count, i18n.language), choice: choiceWords(choice) })}
                        pending={many.isPending}
                        act={() => {
                            many.mutate({ choice, issues: group.issues });
                        }}
                    />
                ))}
            </div>
            {group.b_field !== null && (
                <p className={classes.rule}>
                    {t('inbox.make_rule')}{' '}
                    {(['a', 'b', 'newest'] as const).map((rule) => (
                        <Button
                            key={rule}
                            component={Link}
                            size="compact-xs"
                            variant="subtle"
                            to={inSync(
                                sync.id,
                                `/mapping?field=${encodeURIComponent(group.field)}&${first ? 'first_match' : 'conflict'}=${rule}`,
                            )}
                        >
                            {t(`mapped.conflict.${rule}`, { left: names.a, right: names.b })}
                        </Button>
                    ))}
                </p>
            )}
            {many.isError && <Trouble what={t('answer.failed')} error={many.error} />}
            {many.data !== undefined && (
                <p role="status">
                    {t('inbox.given', { count: many.data.given, shown: exact(many.data.given, i18n.language) })}{' '}
                    {many.data.given < many.data.items.length &&
                        t('inbox.not_given', { count: many.data.items.length - many.data.given })}
                </p>
            )}
        </li>
    );

    function choiceWords(choice: 'use_a' | 'use_b' | 'leave_alone') {
        if (choice === 'leave_alone') return t('inbox.leave_all');
        return t('inbox.use_all', { app: names[choice === 'use_a' ? 'a' : 'b'] });
    }
}
