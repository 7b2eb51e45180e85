local n = tonumber(arg[1])

local function collatz(start)
  local steps, i = 0, start
  while i ~= 1 do
    if i % 2 == 0 then i = i / 2 else i = 3 * i + 1 end
    steps = steps + 1
  end
  return steps
end

local function gcd(a, b)
  while b ~= 0 do
    a, b = b, a % b
  end
  return a
end

local longest, best, divisors = 0, 0, 0
for i = 1, n - 1 do
  local steps = collatz(i)
  if steps > longest then
    longest = steps
    best = i
  end
  divisors = divisors + gcd(i, steps * 6 + 12)
end
print('int_math ' .. longest .. ' ' .. best .. ' ' .. divisors)
