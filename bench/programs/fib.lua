local n = tonumber(arg[1])

local function fib(n)
  return n < 2 and n or fib(n - 1) + fib(n - 2)
end

local sum = 0
for i = 0, n - 1 do
  sum = sum + fib(18 + i % 6)
end
print('fib ' .. sum)
