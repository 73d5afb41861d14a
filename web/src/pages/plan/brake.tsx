// SPDX-License-Identifier: Apache-2.0
// The mass-change brake: for how many people within an hour one field may be emptied or changed before a person is asked.
import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { Section, Trouble } from '../../parts/page/page';
import { usePolicy } from './queries';
import classes from './plan.module.css';

type Harm = 'cleared' | 'changed';
type Limits = Record<Harm, { people: number; percent: number }>;
const harms: Harm[] = ['cleared', 'changed'];
const usual: Limits = { cleared: { people: 25, percent: 5 }, changed: { people: 500, percent: 50 } };

export function limitsOf(sync: Schemas['Sync']): Limits {
    const brake = sync.policy.brake;
    return { cleared: brake?.cleared ?? usual.cleared, changed: brake?.changed ?? usual.changed };
}

export function Brake({ sync }: { sync: Schemas['Sync'] }) {
    const { t } = useTranslation();
    const policy = usePolicy();
    const known = limitsOf(sync);
    const [limits, setLimits] = useState(known);
    const change = (harm: Harm, member: 'people' | 'percent', value: number | string) => {
        const number = typeof value === 'number' ? value : Number.parseInt(value, 10);
        setLimits({ ...limits, [harm]: { ...limits[harm], [member]: Number.isNaN(number) ? 0 : number } });
    };
    const is_same = JSON.stringify(limits) === JSON.stringify(known);
    return (
        <Section title={t('brake.title')}>
            <p className="dim">{t('brake.about')}</p>
            <form
                onSubmit={(event) => {
                    event.preventDefault();
                    policy.mutate({ id: sync.id, policy: { brake: limits } });
                }}
            >
                {harms.map((harm) => (
                    <fieldset key={harm} className={classes.brake}>
                        <legend>{t(`brake.${harm}`)}</legend>
                        <NumberInput
                            label={t('brake.people')}
                            min={0}
                            max={1_000_000}
                            allowDecimal={false}
                            allowNegative={false}
                            value={limits[harm].people}
                            onChange={(value) => {
                                change(harm, 'people', value);
                            }}
                        />
                        <NumberInput
                            label={t('brake.percent')}
                            min={0}
                            max={100}
                            allowDecimal={false}
                            allowNegative={false}
                            disabled={limits[harm].people === 0}
                            value={limits[harm].percent}
                            onChange={(value) => {
                                change(harm, 'percent', value);
                            }}
                        />
                        {limits[harm].people === 0 && <p className="dim">{t('brake.off')}</p>}
                    </fieldset>
                ))}
                <Button type="submit" variant="default" mt={12} disabled={is_same} loading={policy.isPending}>
                    {t('brake.save')}
                </Button>
                {policy.isError && <Trouble what={t('brake.failed')} error={policy.error} />}
            </form>
        </Section>
    );
}
