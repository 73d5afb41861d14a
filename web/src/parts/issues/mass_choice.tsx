// SPDX-License-Identifier: Apache-2.0
// What the mass-change brake asks: some of the people for whom a change is held, with both values, and what becomes of all of them.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { useAnswer, useRecord } from '../../api/queries';
import { PersonName } from '../changes/sentences';
import { inSync, sideNames } from '../current_sync';
import { Trouble } from '../page/page';
import { SureButton } from '../sure_button';
import { Value } from '../value';
import classes from './answer.module.css';

type Issue = Schemas['Issue'];
interface Example {
    record: string;
    a: Schemas['Value'];
    b: Schemas['Value'];
}
interface Held {
    side: 'a' | 'b'; // where it would be written
    count: string;
    examples: Example[];
}

export const isMassChange = (issue: Issue) => issue.kind === 'mass_cleared' || issue.kind === 'mass_changed';

export function heldOf(issue: Issue): Held {
    const detail = (issue.detail ?? {}) as Partial<Held>;
    return { side: detail.side ?? 'b', count: detail.count ?? '0', examples: detail.examples ?? [] };
}

export function MassChoice({ sync, issue }: { sync: Schemas['Sync']; issue: Issue }) {
    const { t } = useTranslation();
    const answer = useAnswer();
    const held = heldOf(issue);
    const names = sideNames(sync);
    const target = names[held.side];
    const origin = names[held.side === 'a' ? 'b' : 'a'];
    const give = (choice: Schemas['Choice']) => {
        answer.mutate({ sync: sync.id, issue: issue.id, answer: { choice, version: issue.version } });
    };
    return (
        <div className={classes.box} role="group" aria-label={t('answer.label')}>
            {held.examples.length > 0 && (
                <div className={classes.scroll}>
                    <table className={classes.compare}>
                        <thead>
                            <tr>
                                <th scope="col">{t('mass.who')}</th>
                                <th scope="col">{names.a}</th>
                                <th scope="col">{names.b}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {held.examples.map((example) => (
                                <ExampleRow key={example.record} sync={sync} example={example} />
                            ))}
                        </tbody>
                    </table>
                </div>
            )}
            <div className={classes.others}>
                {issue.choices.includes('put_back') && (
                    <Button
                        size="compact-sm"
                        variant="default"
                        disabled={answer.isPending}
                        onClick={() => {
                            give('put_back');
                        }}
                    >
                        {t('mass.put_back', { origin, target })}
                    </Button>
                )}
                {issue.choices.includes('carry_over') && (
                    <SureButton
                        size="compact-sm"
                        ask={t(issue.kind === 'mass_cleared' ? 'mass.empty' : 'mass.carry_over', { target })}
                        sure={t(issue.kind === 'mass_cleared' ? 'mass.empty_sure' : 'mass.carry_over_sure', {
                            target,
                            people: held.count,
                        })}
                        pending={answer.isPending}
                        act={() => {
                            give('carry_over');
                        }}
                    />
                )}
            </div>
            {answer.isError && <Trouble what={t('answer.failed')} error={answer.error} />}
        </div>
    );
}

function ExampleRow({ sync, example }: { sync: Schemas['Sync']; example: Example }) {
    const found = useRecord(sync.id, example.record, 60_000);
    return (
        <tr>
            <th scope="row">
                <Link to={inSync(sync.id, `/records/${encodeURIComponent(example.record)}`)}>
                    <PersonName summary={found.data?.summary} fallback={example.record} waiting={found.isPending} />
                </Link>
            </th>
            <td>
                <Value value={example.a} />
            </td>
            <td>
                <Value value={example.b} />
            </td>
        </tr>
    );
}
