"""The set statements of planning: one each, whatever the number of customers, the same text on both databases."""

from __future__ import annotations

PLAN = """INSERT INTO deliveries (notice_id, customer_id, purpose, state, due_at, objection_by, rule)
    SELECT :notice, customers.id, 'notice', 'due', terms.due_at, terms.objection_by, terms.rule
    FROM customers JOIN terms
        ON terms.notice_id = :notice AND terms.segment = customers.segment AND terms.country = customers.country
    WHERE customers.state = 'active' AND (customers.joined_on IS NULL OR customers.joined_on < :effective_on)
    ORDER BY customers.id
    ON CONFLICT (customer_id, notice_id, purpose) DO NOTHING"""

# A delivery that is open or went to the present address settles the debt; one to an address that failed does not.
TOP_UP = """INSERT INTO deliveries (notice_id, customer_id, purpose, state, due_at, objection_by, rule)
    SELECT :notice, customers.id, 'top_up', 'due', terms.due_at, terms.objection_by, terms.rule
    FROM customers JOIN terms
        ON terms.notice_id = :notice AND terms.segment = customers.segment AND terms.country = customers.country
    WHERE customers.state = 'active' AND customers.changed_at >= :since
        AND (customers.joined_on IS NULL OR customers.joined_on < :effective_on)
        AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.notice_id = :notice
            AND deliveries.customer_id = customers.id AND deliveries.purpose IN ('notice', 'top_up')
            AND (deliveries.state IN ('due', 'claimed', 'deferred', 'sent') OR deliveries.address = customers.email))
    ORDER BY customers.id
    ON CONFLICT (customer_id, notice_id, purpose) DO NOTHING"""

REMIND = """INSERT INTO deliveries (notice_id, customer_id, purpose, state, due_at, objection_by, rule)
    SELECT :notice, told.customer_id, 'reminder', 'due', :due_at, told.objection_by, told.rule
    FROM deliveries AS told JOIN customers ON customers.id = told.customer_id
    WHERE told.notice_id = :notice AND told.state = 'sent' AND told.purpose IN ('notice', 'top_up')
        AND customers.state = 'active'
        AND NOT EXISTS (SELECT 1 FROM inbound_messages AS answer WHERE answer.customer_id = told.customer_id
            AND (answer.notice_id = :notice OR answer.received_at >= told.sent_at)
            AND answer.kinds NOT LIKE '%auto_reply%' AND answer.kinds NOT LIKE '%bounce%')
    ON CONFLICT (customer_id, notice_id, purpose) DO NOTHING"""

TOLD = """FROM deliveries AS told JOIN customers ON customers.id = told.customer_id
    WHERE told.notice_id = :replaces AND told.state IN ('sent', 'claimed') AND customers.state = 'active'"""

COUNT_TOLD = f"SELECT count(DISTINCT told.customer_id) {TOLD}"

PLAN_WITHDRAWAL = f"""INSERT INTO deliveries (notice_id, customer_id, purpose, state, due_at, rule)
    SELECT :notice, told.customer_id, 'notice', 'due', :due_at, 'was told of the withdrawn change'
    {TOLD} GROUP BY told.customer_id
    ON CONFLICT (customer_id, notice_id, purpose) DO NOTHING"""

UNREACHED = """SELECT customers.id, customers.external_id,
        CASE WHEN customers.state = 'unreachable' THEN 'mail to this customer bounces'
             ELSE coalesce((SELECT max(tried.state) FROM deliveries AS tried WHERE tried.notice_id = :notice
                  AND tried.customer_id = customers.id AND tried.purpose <> 'reminder'), 'joined too late') END AS reason
    FROM customers
    WHERE customers.state IN ('active', 'unreachable')
        AND (customers.joined_on IS NULL OR customers.joined_on < :effective_on)
        AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.notice_id = :notice
            AND deliveries.customer_id = customers.id AND deliveries.purpose <> 'reminder'
            AND deliveries.state IN ('sent', 'due', 'claimed', 'deferred'))
    ORDER BY customers.id"""
