local n = tonumber(arg[1])

local orders = {}
local seed = 3
for i = 0, 1499 do
  seed = seed * 16807 % 2147483647
  orders[#orders + 1] = {id = i, customer = seed % 40, quantity = seed % 9 + 1, price = (seed % 10000) / 100, paid = seed % 3 ~= 0}
end

local function with_totals(orders, tax)
  local out = {}
  for i, order in ipairs(orders) do
    local net = order.quantity * order.price
    out[i] = {id = order.id, customer = order.customer, net = net, gross = net * (1 + tax), paid = order.paid}
  end
  return out
end

-- The customers in the order of their first orders, as PHP's arrays keep them: sums of floats depend on it.
local function by_customer(orders)
  local sums, sequence = {}, {}
  for _, order in ipairs(orders) do
    local c = order.customer
    local s = sums[c]
    if not s then
      s = {count = 0, open = 0.0, gross = 0.0}
      sums[c] = s
      sequence[#sequence + 1] = c
    end
    s.count = s.count + 1
    s.gross = s.gross + order.gross
    if not order.paid then
      s.open = s.open + order.gross
    end
  end
  return sums, sequence
end

local check = 0.0
for round = 0, n - 1 do
  local sums, sequence = by_customer(with_totals(orders, 0.05 + round / 1000))
  for _, customer in ipairs(sequence) do
    local s = sums[customer]
    check = check + (s.open / s.count + s.gross * (customer % 3))
  end
end
print(string.format('records %.4f', check))
